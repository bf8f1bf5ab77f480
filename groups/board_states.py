"""States of posts and comments, and who may read them."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from common.moves import Moves

POST_LIMIT, COMMENT_LIMIT = 4000, 1000
MOST_PINS = 3


class PostKind(TextChoices):
    NOTE = "note", _("Post")
    ANNOUNCEMENT = "announcement", _("Announcement")
    PROMPT = "prompt", _("Answer to a prompt")
    STAR = "star", _("Star of the day")
    COMPLAINT = "complaint", _("Complaint to the stewards")
    RECAP = "recap", _("What an event was like")


# What somebody may put up by choosing so; the other kinds come out of an operation of their own.
FREE_KINDS = (PostKind.NOTE, PostKind.ANNOUNCEMENT)


class PostAudience(IntegerChoices):
    """The wider, the greater. Kept with each post, and never changed by what becomes of the group."""

    STEWARDS = 10, _("the stewards")
    FELLOWS = 20, _("the group’s members")
    COMMUNITY = 30, _("all members of the community")
    EVERYBODY = 40, _("everybody, also visitors")


class PostState(TextChoices):
    SHOWN = "shown", _("Shown")
    DELETED = "deleted", _("Deleted by its author")


POST_MOVES: Moves = {
    PostState.SHOWN: frozenset({PostState.DELETED}),
    PostState.DELETED: frozenset(),
}


class ReactionKind(TextChoices):
    """Warm ones only: whoever disagrees writes a sentence."""

    THANKS = "thanks", _("Thank you")
    ME_TOO = "me_too", _("Me too")
    WELL_DONE = "well_done", _("Well done")
