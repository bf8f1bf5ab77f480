"""What campaigns contributes to archives, erasures and the page of what is stored."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.queries import role_scopes_of
from accounts.states import Role
from campaigns.models import (
    Attribution,
    Brand,
    Campaign,
    CreditEntry,
    Decision,
    DrawEntry,
    DrawTicket,
    Progress,
    Promise,
    QualifyingEvent,
    Referral,
    Reward,
    ShareLink,
    Touch,
)
from campaigns.operations.leaving import let_go_of_campaigns
from campaigns.queries.risk import objections_of
from campaigns.states import (
    Channel,
    ConditionKind,
    PromiseKind,
    PromiseState,
    ReferralState,
    RewardKind,
    RewardState,
    TouchKind,
)
from common.exporting import holding, table
from common.registries import (
    AuditSubjects,
    DataNote,
    ErasureStep,
    ExportStep,
    ExportTable,
    LeavingObstacle,
    RetentionRule,
    audit_subjects,
    data_notes,
    erasure_steps,
    export_steps,
    leaving_obstacles,
    retention_rules,
)

_CAMPAIGN = {"campaign__title": _("Campaign")}
_DECIDED = pgettext_lazy("decision", "Decided")
_DEED = {
    "kind": pgettext_lazy("deed", "What"),
    "name": pgettext_lazy("deed", "Name"),
    "value_minor": _("Worth"),
    "occurred_at": _("At"),
}


def export_invitations(member_id: int) -> Sequence[ExportTable]:
    """The names of friends are theirs: the archive says when and how far, not who."""
    return [
        table(
            "links",
            _("Your invitations"),
            ShareLink.objects.filter(advocate_id=member_id).order_by("pk"),
            {
                **_CAMPAIGN,
                "channel": _("Channel"),
                "code": pgettext_lazy("share link", "Code"),
                "created_at": _("Made"),
                "withdrawn_at": pgettext_lazy("share link", "Closed"),
            },
            choices={"channel": Channel},
        ),
        table(
            "visits",
            _("Visits to your invitations"),
            Touch.objects.filter(link__advocate_id=member_id).order_by("pk"),
            {
                "link__code": pgettext_lazy("share link", "Code"),
                "kind": pgettext_lazy("share link", "How"),
                "tags": _("Tags of the address"),
                "occurred_at": _("At"),
            },
            choices={"kind": TouchKind},
        ),
        table(
            "friends",
            _("Friends you brought"),
            Referral.objects.filter(advocate_id=member_id).order_by("pk"),
            {
                **_CAMPAIGN,
                "state": _("State"),
                "credit_hundredths": _("Credit in hundredths"),
                "registered_at": _("Registered"),
                "qualified_at": _("Counted"),
            },
            choices={"state": ReferralState},
        ),
        *_counted_friends(member_id),
        table(
            "objections",
            _("Your objections"),
            objections_of(member_id).order_by("pk"),
            {**_CAMPAIGN, "appeal_text": _("Objection"), "reason": _("Reason"), "appealed_at": _("At")},
        ),
    ]


def _counted_friends(member_id: int) -> list[ExportTable]:
    return [
        table(
            "credit",
            _("Rises of your credit"),
            CreditEntry.objects.filter(
                Q(referral__advocate_id=member_id, sharer__isnull=True) | Q(sharer_id=member_id)
            ).order_by("pk"),
            {
                "referral__campaign__title": _("Campaign"),
                "cause": _("Cause"),
                "amount_hundredths": _("Credit in hundredths"),
                "reason": _("Reason"),
                "occurred_at": _("At"),
            },
        ),
        table(
            "progress",
            _("Your progress"),
            Progress.objects.filter(advocate_id=member_id).order_by("pk"),
            {
                **_CAMPAIGN,
                "registered": _("Registered"),
                "qualified": _("Counted"),
                "credit_hundredths": _("Credit in hundredths"),
                "rewards": _("Rewards"),
            },
        ),
        table(
            "own",
            _("Invitations that brought you"),
            Referral.objects.filter(invitee_id=member_id).order_by("pk"),
            {**_CAMPAIGN, "state": _("State"), "levels": _("What counted"), "registered_at": _("Registered")},
            choices={"state": ReferralState},
        ),
        table(
            "attributions",
            _("Why an invitation was counted as yours"),
            Attribution.objects.filter(invitee_id=member_id).order_by("pk"),
            {**_CAMPAIGN, "model": _("Rule"), "reason": _("Reason"), "decided_at": _DECIDED},
        ),
        table(
            "deeds",
            _("What you did that campaigns may ask for"),
            QualifyingEvent.objects.filter(member_id=member_id).order_by("pk"),
            _DEED,
            choices={"kind": ConditionKind},
        ),
    ]


def export_rewards(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "rewards",
            _("Rewards"),
            Reward.objects.filter(beneficiary_id=member_id).order_by("pk"),
            {
                "public_id": _("Public id"),
                **_CAMPAIGN,
                "kind": _("Kind"),
                "state": _("State"),
                "earned_at": _("Earned"),
                "granted_at": pgettext_lazy("reward", "Given"),
            },
            choices={"kind": RewardKind, "state": RewardState},
        ),
        table(
            "decisions",
            _("Decisions about your rewards"),
            Decision.objects.filter(reward__beneficiary_id=member_id).order_by("pk"),
            {
                "reward__public_id": _("Reward"),
                "code": _("Decision"),
                "data": _("Details"),
                "decided_at": _DECIDED,
            },
        ),
        *_draws_and_promises(member_id),
    ]


def _draws_and_promises(member_id: int) -> list[ExportTable]:
    return [
        table(
            "entries",
            _("Entries in draws"),
            DrawEntry.objects.filter(member_id=member_id).with_reason().order_by("pk"),
            {
                "draw__campaign__title": _("Campaign"),
                "entry_key": _("Entry"),
                "tickets": _("Tickets"),
                "weight": _("Weight"),
                "left_out_code": _("Left out because"),
                "result__place": _("Place"),
            },
        ),
        table(
            "tickets",
            _("Tickets"),
            DrawTicket.objects.filter(entry__member_id=member_id).order_by("pk"),
            {
                "reward__public_id": _("Reward"),
                "weight": _("Weight"),
                "entered_at": _("At"),
                "left_out_code": _("Left out because"),
            },
        ),
        table(
            "promises",
            _("Promises to you"),
            Promise.objects.filter(holder_id=member_id).order_by("pk"),
            {
                **_CAMPAIGN,
                "kind": _("Kind"),
                "state": _("State"),
                "made_at": _("Made"),
                "due_at": _("Due"),
                "kept_at": _("Kept"),
            },
            choices={"kind": PromiseKind, "state": PromiseState},
        ),
    ]


def campaigns_to_hand_over(member_id: int) -> str | None:
    """Somebody has to keep what a running campaign promises."""
    scopes = role_scopes_of(member_id, Role.MANAGER)
    refs = [scope.removeprefix("brand:") for scope in scopes if scope.startswith("brand:")]
    running = Campaign.objects.filter(
        brand__in=Brand.objects.filter(public_id__in=refs),
        state__in=["scheduled", "live", "paused", "closing", "drawing", "settling"],
    ).count()
    if not running:
        return None
    return gettext(
        "Campaigns that you manage are still running (%(count)s). Another manager has to take them over."
    ) % {"count": running}


def subjects(member_id: int) -> Sequence[str]:
    entries = DrawEntry.objects.filter(member_id=member_id).values_list("entry_key", flat=True)
    return [
        *Reward.objects.filter(beneficiary_id=member_id).values_list("public_id", flat=True),
        *Promise.objects.filter(holder_id=member_id).values_list("public_id", flat=True),
        *[key.hex for key in entries],
    ]


_BOOK = "A book that must add up; it names a pseudonym."
_PROOF = "Part of a draw that anybody can recompute; it names a random key."
_STAFF = "Made for the community by its staff, not about them; roles are in the archive."
_NOTES = [
    DataNote(key="campaigns.Referral", kept=_BOOK),
    DataNote(key="campaigns.CreditEntry", kept=_BOOK),
    DataNote(key="campaigns.Progress", kept=_BOOK),
    DataNote(key="campaigns.Attribution", kept=_BOOK),
    DataNote(key="campaigns.QualifyingEvent", kept=_BOOK),
    DataNote(key="campaigns.BoardRow", not_exported="The place stands with the reward.", kept=_BOOK),
    DataNote(key="campaigns.Touch", kept="A random key of a browser that nothing leads back from."),
    DataNote(key="campaigns.Reservation", kept=_BOOK),
    DataNote(key="campaigns.Vouch", kept=_BOOK),
    DataNote(key="campaigns.Decision", kept="Why a pseudonym’s referral or reward is what it is, by code."),
    DataNote(key="campaigns.DrawEntry", kept=_PROOF),
    DataNote(key="campaigns.DrawTicket", kept=_PROOF),
    DataNote(key="campaigns.DrawResult", not_exported="The place stands with the entry.", kept=_PROOF),
    DataNote(key="campaigns.Promise", kept="A public book of promises; the holder is a pseudonym."),
    DataNote(
        key="campaigns.BudgetEntry", not_exported="The campaign’s own book; the reward is there.", kept=_BOOK
    ),
    DataNote(key="campaigns.Campaign", not_exported=_STAFF, kept=_STAFF),
    DataNote(key="campaigns.DraftEditor", not_exported=_STAFF, kept=_STAFF),
    DataNote(key="campaigns.CampaignVersion", not_exported=_STAFF, kept=_STAFF),
    DataNote(key="campaigns.BrandPost", not_exported=_STAFF, kept=_STAFF),
    DataNote(key="campaigns.Amendment", not_exported=_STAFF, kept=_STAFF),
    DataNote(key="campaigns.RiskRuleRow", not_exported=_STAFF, kept=_STAFF),
    DataNote(key="campaigns.RiskCase", kept="Codes about a pseudonym; her own words are taken out."),
    DataNote(
        key="campaigns.SceneCode",
        not_exported="The code of an invitation, which is exported itself.",
        kept="What a code said that has ended.",
    ),
    DataNote(
        key="campaigns.AccountCall",
        not_exported="That a code was scanned, by a keyed hash that leads to nobody.",
        kept="That a code was scanned, by a keyed hash that leads to nobody.",
    ),
    DataNote(
        key="campaigns.MessagePermission",
        not_exported="The number stands on the page of what reaches the member; the row is a keyed hash.",
        kept="How many messages a keyed hash of a WeChat account permits; it leads to no member.",
    ),
    DataNote(
        key="campaigns.PermissionEntry",
        not_exported="The ledger behind that number.",
        kept="The ledger of these permissions; it leads to no member.",
    ),
]


def register() -> None:
    export_steps.register(
        ExportStep(
            key="campaigns.invitations",
            title=_("Invitations"),
            order=40,
            models=[
                "campaigns.ShareLink",
                "campaigns.Touch",
                "campaigns.Referral",
                "campaigns.CreditEntry",
                "campaigns.Progress",
                "campaigns.Attribution",
                "campaigns.QualifyingEvent",
                "campaigns.RiskCase",
            ],
            build=export_invitations,
        )
    )
    export_steps.register(
        ExportStep(
            key="campaigns.rewards",
            title=_("Rewards and draws"),
            order=42,
            models=[
                "campaigns.Reward",
                "campaigns.Decision",
                "campaigns.DrawEntry",
                "campaigns.DrawTicket",
                "campaigns.Promise",
            ],
            build=export_rewards,
        )
    )
    audit_subjects.register(AuditSubjects(key="campaigns", find=subjects))
    leaving_obstacles.register(LeavingObstacle(key="campaigns.manager", find=campaigns_to_hand_over))
    erasure_steps.register(
        ErasureStep(
            key="campaigns.rewards",
            title=_("Closing invitations, giving up rewards"),
            order=20,
            models=["campaigns.ShareLink", "campaigns.Reward", "campaigns.RiskCase"],
            run=let_go_of_campaigns,
        )
    )
    for note in _NOTES:
        data_notes.register(note)
    _register_retention()


def _register_retention() -> None:
    retention_rules.register(
        RetentionRule(
            key="campaigns.invitations",
            order=50,
            title=_("Invitations you made and friends they brought"),
            why=_("So that what you earned can be counted, and counted again by others."),
            until=_("Kept for good, without your name once you leave."),
            holding=lambda member_id: holding(
                Referral.objects.filter(advocate_id=member_id), since="registered_at"
            ),
        )
    )
    retention_rules.register(
        RetentionRule(
            key="campaigns.rewards",
            order=52,
            title=_("Rewards, draw entries and promises to you"),
            why=_("So that promises can be checked and draws recomputed."),
            until=_("Kept for good, without your name once you leave."),
            holding=lambda member_id: holding(
                Reward.objects.filter(beneficiary_id=member_id), since="earned_at"
            ),
        )
    )
