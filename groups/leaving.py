"""What groups contribute to archives, erasures and the page of what is stored."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.exporting import holding, table
from common.registries import (
    DataNote,
    ErasureStep,
    ExportStep,
    ExportTable,
    RetentionRule,
    data_notes,
    erasure_steps,
    export_steps,
    retention_rules,
)
from groups.board_states import ReactionKind
from groups.models import Comment, InviteLink, Membership, Post, Reaction, Vouch
from groups.operations.leaving import let_go_of_groups
from groups.states import MembershipState


def export_groups(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "memberships",
            _("Your groups"),
            Membership.objects.filter(member_id=member_id).order_by("pk"),
            {
                "public_id": _("Public id"),
                "group__name": _("name"),
                "state": _("State"),
                "note": _("What you wrote with it"),
                "answer": pgettext_lazy("membership", "What you were told"),
                "since": _("since"),
                "joined_at": _("joined"),
            },
            choices={"state": MembershipState},
        ),
        table(
            "vouches",
            _("Whom you vouched for"),
            Vouch.objects.filter(voucher_id=member_id).order_by("pk"),
            {"membership__group__name": _("name"), "at": _("At")},
        ),
        table(
            "posts",
            _("What you wrote on boards"),
            Post.objects.filter(author_id=member_id).order_by("pk"),
            {"public_id": _("Public id"), "group__name": _("name"), "body": _("Text"), "created_at": _("At")},
        ),
        table(
            "comments",
            _("Your answers"),
            Comment.objects.filter(author_id=member_id).order_by("pk"),
            {"public_id": _("Public id"), "body": _("Text"), "created_at": _("At")},
        ),
        table(
            "signs",
            _("Signs you gave"),
            Reaction.objects.filter(member_id=member_id).order_by("pk"),
            {"post__public_id": _("Post"), "kind": _("Sign"), "at": _("At")},
            choices={"kind": ReactionKind},
        ),
        table(
            "links",
            _("Invitation links you made"),
            InviteLink.objects.filter(maker_id=member_id).order_by("pk"),
            {"group__name": _("name"), "created_at": _("Made"), "expires_at": _("Ends")},
        ),
    ]


_OWN = [
    "groups.Comment",
    "groups.Group",
    "groups.InviteLink",
    "groups.Membership",
    "groups.Post",
    "groups.Reaction",
    "groups.Vouch",
]
_NOTES = [
    DataNote(key="groups.Membership", kept="A pseudonym was in a group: seats and numbers must add up."),
    DataNote(key="groups.Group", kept="The group goes on without whoever founded it."),
]


def register() -> None:
    export_steps.register(
        ExportStep(
            key="groups.groups",
            title=_("Groups"),
            order=40,
            models=_OWN,
            build=export_groups,
        )
    )
    erasure_steps.register(
        ErasureStep(
            key="groups.groups",
            title=_("Leaving groups, handing offices on"),
            order=40,
            models=[label for label in _OWN if label != "groups.Group"],
            run=let_go_of_groups,
        )
    )
    for note in _NOTES:
        data_notes.register(note)
    retention_rules.register(
        RetentionRule(
            key="groups.memberships",
            order=46,
            title=_("Which groups you are or were in"),
            why=_("So that places are counted right and whoever was sent away stays away."),
            until=_("Kept for good, without your name once you leave."),
            holding=lambda member_id: holding(Membership.objects.filter(member_id=member_id), since="since"),
        )
    )
