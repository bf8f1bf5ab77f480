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


class BadFormat(Invalid):
    code = "bad-format"
    message = _("Send CSV or NDJSON.")


class EventFileTooLarge(Invalid):
    code = "file-too-large"
    message = _("This file is too large: at most 10 MB. Cut it into several.")


class EventFileNotText(Invalid):
    code = "not-text"
    message = _("This is not a text file in UTF-8; look at line %(line)s.")


class BadHeader(Invalid):
    code = "bad-header"
    message = _("The first line must name an event’s fields, each once; this is none: %(name)s")


class NoEvents(Invalid):
    code = "no-events"
    message = _("There is not a single event in it.")


class UnknownMember(Invalid):
    code = "unknown-member"
    message = _("We know no such member.")


class LinkedOtherwise(Refused):
    code = "linked-otherwise"
    message = _("This customer is linked to another member.")


class BadEndpoint(Invalid):
    code = "bad-endpoint"
    message = _("We can’t send to this address: %(why)s")


class WebhookEnded(Refused):
    code = "webhook-ended"
    message = _("This webhook was removed.")


class NoKinds(Invalid):
    code = "no-kinds"
    message = _("Choose at least one kind of news.")


class TooLong(Invalid):
    code = "too-long"
    message = _("This is more than %(limit)s at once. Choose a shorter time.")
