"""Who sees what of a member: the words, and the one pure rule.

``accounts.visibility`` says the same as conditions of a query; a property test holds the two together.
"""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Audience(models.IntegerChoices):
    """The wider, the greater. Kept per field, beside it."""

    ONLY_ME = 0, pgettext_lazy("audience", "only me")
    CIRCLE = 1, pgettext_lazy("audience", "people I share a group with")
    MEMBERS = 2, pgettext_lazy("audience", "members")
    PUBLIC = 3, pgettext_lazy("audience", "public")


# What programs call them.
AUDIENCE_WORDS: Final[Mapping[Audience, str]] = {
    Audience.ONLY_ME: "only-me",
    Audience.CIRCLE: "circle",
    Audience.MEMBERS: "members",
    Audience.PUBLIC: "public",
}
AUDIENCE_CHOICES: Final = [(word, word) for word in AUDIENCE_WORDS.values()]


class Relation(models.TextChoices):
    """What somebody who looks is to the member who is looked at. The values are the words of "see as"."""

    SELF = "me", _("me")
    CIRCLE = "circle", _("somebody I share a group with")
    MEMBER = "member", _("another member")
    VISITOR = "public", _("anybody on the internet")
    BLOCKED = "blocked", _("somebody I have blocked, or who has blocked me")


_NEEDED: Final[Mapping[str, Audience]] = {
    Relation.SELF: Audience.ONLY_ME,
    Relation.CIRCLE: Audience.CIRCLE,
    Relation.MEMBER: Audience.MEMBERS,
    Relation.VISITOR: Audience.PUBLIC,
}


def relation_of(
    *, is_signed_in: bool, is_self: bool = False, is_blocked: bool = False, shares_circle: bool = False
) -> Relation:
    """``is_blocked``: in either direction."""
    if not is_signed_in:
        return Relation.VISITOR
    if is_self:
        return Relation.SELF
    if is_blocked:
        return Relation.BLOCKED
    return Relation.CIRCLE if shares_circle else Relation.MEMBER


def may_see(relation: str, audience: int) -> bool:
    """Whether a field that is kept for ``audience`` is shown. Nothing is shown across a block."""
    needed = _NEEDED.get(relation)
    return needed is not None and audience >= needed
