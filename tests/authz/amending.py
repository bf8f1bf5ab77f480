"""Amendments and cases of the matrix: rows of each side, and what is sent."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts.models import Member
from campaigns.models import Campaign
from tests.factories import campaigns as make

BODIES: Mapping[str, Callable[[Any, str], dict[str, Any]]] = {
    "api-hold-appeal": lambda w, o: {"text": "We are sisters."},
    "campaigns:appeal": lambda w, o: {"text": "We are sisters."},
    "campaigns:wechat-account": lambda w, o: {},
    "admin:campaigns_campaign_talk": lambda w, o: {"act": "follow", "ref": "x"},
    "admin:campaigns_campaign_amend": lambda w, o: {"note": "sooner", "threshold": 1},
    "api-amendment-adopt": lambda w, o: {},
    "api-amendment-withdraw": lambda w, o: {"reason": "rain"},
    "api-campaign-amendments": lambda w, o: {
        "note": "sooner",
        "texts": {"share": {"en": "Come along with me."}},
    },
}


def rows_of_giving(giving: Campaign, member: Member) -> dict[str, Any]:
    """What waits for a second person, and two cases that hold a reward of another campaign back."""
    doubtful = make.live(of=giving.brand, gift=5)
    make.approved(member, doubtful)
    return {
        "amendment": make.amendment(giving),
        "mention": make.mention(giving),
        "on_hold": make.risk_case(doubtful, 0, "held"),
        "confirmed": make.risk_case(doubtful, 1, "confirmed"),
    }
