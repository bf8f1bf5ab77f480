"""Amendments and cases of the matrix: rows of each side, and what is sent."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts.models import Member
from campaigns.models import Campaign, Referral
from campaigns.queries.vouches import public_id_of
from groups.models import Membership
from groups.states import GroupRole
from tests.campaigns import vouch_worlds as vouching
from tests.factories import campaigns as make
from tests.factories.groups import group

# Registered without an invitation, while the campaigns run.
WALK_IN = "Walked in alone"


def _friend(world: Any, target: str) -> dict[str, Any]:
    """Who registered without an invitation, and an advocate of that side."""
    side = world.b if target.startswith("b") else world.a
    return {
        "invitee_handle": Member.objects.filter(display_name=WALK_IN)[0].handle,
        "advocate_handle": side.member.handle,
        "reason": "They came together.",
    }


def _live_friend(world: Any, target: str) -> dict[str, Any]:
    """Who came to the live campaign of that side and does not count yet."""
    side = world.b if target.startswith("b") else world.a
    friend = Referral.objects.filter(campaign=side.live).order_by("pk")[0].invitee
    return {"invitee_handle": friend.handle, "reason": "Counted by mistake."}


BODIES: Mapping[str, Callable[[Any, str], dict[str, Any]]] = {
    "api-hold-appeal": lambda w, o: {"text": "We are sisters."},
    "api-risk-case-release": lambda w, o: {"reason": "They are sisters."},
    "api-risk-case-confirm": lambda w, o: {"reason": "One browser."},
    "api-risk-case-branch": lambda w, o: {"reason": "One browser."},
    "api-reward-release": lambda w, o: {"reason": "It is hers."},
    "api-reward-cancel": lambda w, o: {"reason": "It is not hers."},
    "campaigns:appeal": lambda w, o: {"text": "We are sisters."},
    "campaigns:wechat-account": lambda w, o: {},
    "admin:campaigns_campaign_approve": lambda w, o: {"reason": "matrix", "revision": 1},
    "admin:campaigns_campaign_talk": lambda w, o: {"act": "follow", "ref": "x"},
    "api-campaign-followed-posts": lambda w, o: {"ref": "5012345678901234", "group": _care_of(w, o)},
    "api-followed-post-unfollow": lambda w, o: {},
    "api-campaign-brand-posts": lambda w, o: {"words": "Come along"},
    "api-brand-post": lambda w, o: {"words": "Come with us"},
    "api-brand-post-plan": lambda w, o: {"at": "2099-01-01T10:00:00Z"},
    "api-brand-post-stop": lambda w, o: {},
    "api-mention-answer": lambda w, o: {"words": "At nine."},
    "api-mention-hand-over": lambda w, o: {},
    "admin:campaigns_campaign_ambassadors": lambda w, o: _asking(w),
    "api-campaign-ambassadors": lambda w, o: _asking(w),
    "api-all-referrals": _friend,
    "api-campaign-reversals": _live_friend,
    "admin:campaigns_referral_add": lambda w, o: {"campaign": w.a.live.pk, **_friend(w, o)},
    "campaigns:vouch": lambda w, o: {"act": "give"},
    "api-referral-vouch": lambda w, o: {},
    "api-ambassador-accept": lambda w, o: {},
    "api-ambassador-decline": lambda w, o: {},
    "api-ambassador-words": lambda w, o: {"words": "#ad Hello"},
    "api-ambassador-end": lambda w, o: {"reason": "rain"},
    "campaigns:ambassador": lambda w, o: {"act": "accept"},
    "admin:campaigns_campaign_brand_posts": lambda w, o: {
        "act": "write",
        "channel": "weibo",
        "words": "Come along",
    },
    "admin:campaigns_campaign_amend": lambda w, o: {"note": "sooner", "threshold": 1},
    "api-amendment-adopt": lambda w, o: {},
    "api-amendment-withdraw": lambda w, o: {"reason": "rain"},
    "api-campaign-amendments": lambda w, o: {
        "note": "sooner",
        "texts": {"share": {"en": "Come along with me."}},
    },
}


def _asking(world: Any) -> dict[str, Any]:
    return {"act": "appoint", "handle": world.members["steward"].handle, "receives": "Tea"}


def _care_of(world: Any, target: str) -> str:
    """The group that the brand's manager looks after."""
    manager = world.members["manager-b" if target.startswith("b") else "manager"]
    return Membership.objects.get(member=manager, role=GroupRole.STEWARD).group.public_id


def rows_of_giving(giving: Campaign, member: Member, manager: Member) -> dict[str, Any]:
    """What waits for a second person, what is said elsewhere, and two cases that hold a reward back."""
    group(founder=manager)
    make.join(name=WALK_IN)
    doubtful = make.live(of=giving.brand, gift=5)
    make.approved(member, doubtful)
    make.brand_post(giving)
    make.planned_post(giving)
    return {
        "amendment": make.amendment(giving),
        "appointment": make.appointment(giving, member),
        "mention": make.mention(giving),
        "on_hold": make.risk_case(doubtful, 0, "held"),
        "confirmed": make.risk_case(doubtful, 1, "confirmed"),
        **_words(giving, member),
    }


def _words(giving: Campaign, member: Member) -> dict[str, Any]:
    """A friend for whom her advocate can vouch, and one for whom she has."""
    campaign = vouching.live(of=giving.brand)
    return {
        "referral": make.invite(member, campaign),
        "vouch": vouching.vouched(campaign, member),
    }


def named(referral: Referral) -> str:
    return public_id_of(referral.campaign.public_id, referral.invitee.public_id)
