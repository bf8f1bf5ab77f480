"""Refusals of the open platform."""

from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, Refused


class BadSchema(Invalid):
    code = "bad-schema"
    message = _("This is no JSON Schema that we can use: %(why)s")


class BadAddress(Invalid):
    code = "bad-address"
    message = _("Give a full https address.")


class NoScopes(Invalid):
    code = "no-scopes"
    message = _("Choose at least one thing that the key may do.")


class NameTaken(Refused):
    code = "name-taken"
    message = _("This name is taken.")


class SiteRetired(Refused):
    code = "site-retired"
    message = _("This site was retired.")


class TooManyEvents(Invalid):
    code = "too-many-events"
    message = _("Send at least one event and at most %(limit)s at a time.")


class UnknownMember(Invalid):
    code = "unknown-member"
    message = _("We know no such member.")


class LinkedOtherwise(Refused):
    code = "linked-otherwise"
    message = _("This customer is linked to another member.")
