"""News of campaigns. Ids, whole numbers and ISO dates only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from outbox.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CampaignPublished(Fact):
    KIND: ClassVar = "campaigns.campaign-published"

    campaign_id: int
    number: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class RewardFreed(Fact):
    """Nothing stands against the friends behind it any more."""

    KIND: ClassVar = "campaigns.reward-freed"

    reward_id: int


@dataclass(frozen=True, kw_only=True)
class RiskCaseFact(Fact):
    """How a friend who counts stands now and stood before: approved, held, rejected, reversed, or ''."""

    case_id: int
    campaign_id: int
    advocate_id: int
    invitee_id: int = 0
    standing: str = ""
    former_standing: str = ""


@dataclass(frozen=True, kw_only=True)
class RiskCasePassed(RiskCaseFact):
    """Nothing was found about a friend who counts."""

    KIND: ClassVar = "campaigns.risk-case-passed"


@dataclass(frozen=True, kw_only=True)
class RiskCaseOpened(RiskCaseFact):
    """A friend who counts is on hold until a person has looked."""

    KIND: ClassVar = "campaigns.risk-case-opened"


@dataclass(frozen=True, kw_only=True)
class RiskCaseDecided(RiskCaseFact):
    """``state``: released, confirmed or upheld."""

    KIND: ClassVar = "campaigns.risk-case-decided"

    state: str


@dataclass(frozen=True, kw_only=True)
class InvitationOpened(Fact):
    """Somebody came through a member's invitation; nothing is told of the browser."""

    KIND: ClassVar = "campaigns.invitation-opened"

    touch_id: int
    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class RewardReturned(Fact):
    """A gift was not taken: its unit is the campaign's again."""

    KIND: ClassVar = "campaigns.reward-returned"

    reward_id: int
    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class PrizeTaken(Fact):
    """What a draw's ticket has won was accepted: it costs so much, in minor units."""

    KIND: ClassVar = "campaigns.prize-taken"

    reward_id: int
    campaign_id: int
    cost_minor: int


@dataclass(frozen=True, kw_only=True)
class AmendmentProposed(Fact):
    """``author_id``: nobody for a job."""

    KIND: ClassVar = "campaigns.amendment-proposed"

    amendment_id: int
    campaign_id: int
    author_id: int | None


@dataclass(frozen=True, kw_only=True)
class CampaignAmended(Fact):
    """Better rules are in force; friends who were there get them too."""

    KIND: ClassVar = "campaigns.campaign-amended"

    campaign_id: int
    number: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ReferralAmended(Fact):
    """From ``occurred_at`` on the better version holds for this friend. ``look_again_at``: time alone may
    make the friend count then; '' where it can't."""

    KIND: ClassVar = "campaigns.referral-amended"

    campaign_id: int
    advocate_id: int
    invitee_id: int
    version_id: int
    occurred_at: str
    look_again_at: str = ""


@dataclass(frozen=True, kw_only=True)
class CampaignStarted(Fact):
    KIND: ClassVar = "campaigns.campaign-started"

    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class CampaignPaused(Fact):
    KIND: ClassVar = "campaigns.campaign-paused"

    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class BrandStopped(Fact):
    """``actor_id``: who pulled the switch."""

    KIND: ClassVar = "campaigns.brand-stopped"

    brand_id: int
    actor_id: int | None


@dataclass(frozen=True, kw_only=True)
class BrandRestarted(Fact):
    KIND: ClassVar = "campaigns.brand-restarted"

    brand_id: int
    actor_id: int | None


@dataclass(frozen=True, kw_only=True)
class AlarmSounded(Fact):
    """The campaign was paused by itself: too many friends in a short time."""

    KIND: ClassVar = "campaigns.alarm-sounded"

    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class CampaignResumed(Fact):
    KIND: ClassVar = "campaigns.campaign-resumed"

    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class CampaignClosed(Fact):
    KIND: ClassVar = "campaigns.campaign-closed"

    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class CampaignSettled(Fact):
    KIND: ClassVar = "campaigns.campaign-settled"

    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class CampaignCancelled(Fact):
    KIND: ClassVar = "campaigns.campaign-cancelled"

    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class ShareLinkMade(Fact):
    """``code`` is public: it stands in the invitation's address."""

    KIND: ClassVar = "campaigns.share-link-made"

    campaign_id: int
    advocate_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class ReferralRegistered(Fact):
    """``recheck``: credit may already be due, by the version's rules. ``look_again_at``: time alone may
    make the friend count then; '' where it can't. ``attributed_at``: when a person decided whose friend it
    is; nothing counted before. '' where an invitation said so. ``sharer_id``: who gets ``sharer_bp`` basis
    points of the friend's credit, because her invitation was opened, too."""

    KIND: ClassVar = "campaigns.referral-registered"

    campaign_id: int
    advocate_id: int
    invitee_id: int
    version_id: int
    recheck: bool
    occurred_at: str
    look_again_at: str = ""
    attributed_at: str = ""
    sharer_id: int | None = None
    sharer_bp: int = 0


@dataclass(frozen=True, kw_only=True)
class ReferralQualified(Fact):
    KIND: ClassVar = "campaigns.referral-qualified"

    referral_id: int
    campaign_id: int
    advocate_id: int
    invitee_id: int
    occurred_at: str
    # Who gets a share of her credit, where the rules share it.
    sharer_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class TeamJoined(Fact):
    """A member plays for a group (public id) in a campaign from now on."""

    KIND: ClassVar = "campaigns.team-joined"

    campaign_id: int
    member_id: int
    group: str
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class BoardFrozen(Fact):
    KIND: ClassVar = "campaigns.board-frozen"

    campaign_id: int
    sha256: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class RewardEarned(Fact):
    KIND: ClassVar = "campaigns.reward-earned"

    reward_id: int
    campaign_id: int
    beneficiary_id: int
    kind: str
    hold_until: str


@dataclass(frozen=True, kw_only=True)
class RewardHeld(Fact):
    KIND: ClassVar = "campaigns.reward-held"

    reward_id: int
    campaign_id: int
    beneficiary_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RewardApproved(Fact):
    KIND: ClassVar = "campaigns.reward-approved"

    reward_id: int
    campaign_id: int
    beneficiary_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class RewardGranted(Fact):
    KIND: ClassVar = "campaigns.reward-granted"

    reward_id: int
    campaign_id: int
    beneficiary_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class PromiseKept(Fact):
    KIND: ClassVar = "campaigns.promise-kept"

    promise_id: int
    campaign_id: int
    late: bool


@dataclass(frozen=True, kw_only=True)
class PromiseLate(Fact):
    KIND: ClassVar = "campaigns.promise-late"

    promise_id: int
    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class PromiseBroken(Fact):
    KIND: ClassVar = "campaigns.promise-broken"

    promise_id: int
    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class CampaignsReplayed(Fact):
    """``found``: slug to the first differences between ledgers and news; ``counts``: how many."""

    KIND: ClassVar = "campaigns.replayed"

    campaigns: int
    differences: int
    found: Mapping[str, list[str]]
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class AmbassadorFact(Fact):
    """Somebody who gets something for passing a campaign on."""

    ambassador_id: int
    campaign_id: int
    member_id: int


@dataclass(frozen=True, kw_only=True)
class AmbassadorAsked(AmbassadorFact):
    KIND: ClassVar = "campaigns.ambassador-asked"


@dataclass(frozen=True, kw_only=True)
class AmbassadorAccepted(AmbassadorFact):
    """From here on their links say so."""

    KIND: ClassVar = "campaigns.ambassador-accepted"


@dataclass(frozen=True, kw_only=True)
class AmbassadorClosed(AmbassadorFact):
    """``state``: declined, withdrawn or ended."""

    KIND: ClassVar = "campaigns.ambassador-closed"

    state: str


@dataclass(frozen=True, kw_only=True)
class BrandPostPublished(Fact):
    """The brand has said something on a platform; ``ref``: its number there."""

    KIND: ClassVar = "campaigns.brand-post-published"

    campaign_id: int
    channel: str
    ref: str
