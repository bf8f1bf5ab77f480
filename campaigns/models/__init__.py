from campaigns.models.account import AccountCall, MessagePermission, PermissionEntry, SceneCode
from campaigns.models.amendment import Amendment
from campaigns.models.board import Board, BoardRow, Team
from campaigns.models.brand import Brand
from campaigns.models.budget import Budget, BudgetEntry
from campaigns.models.campaign import Campaign
from campaigns.models.conversation import ChannelPost, Mention
from campaigns.models.counts import DayCount, QualifyTime
from campaigns.models.credit import CreditEntry
from campaigns.models.decision import Decision
from campaigns.models.draw import (
    Draw,
    DrawBlock,
    DrawEntry,
    DrawPrize,
    DrawReceipt,
    DrawResult,
    DrawRoot,
    DrawSeed,
    DrawSlice,
    DrawTicket,
)
from campaigns.models.progress import Progress
from campaigns.models.promise import Promise, PromiseTally
from campaigns.models.qualifying_event import QualifyingEvent
from campaigns.models.referral import Attribution, Referral
from campaigns.models.reward import Reward
from campaigns.models.risk import RiskCase, RiskRuleRow
from campaigns.models.share_link import ShareLink
from campaigns.models.touch import Touch
from campaigns.models.version import CampaignVersion

__all__ = [
    "AccountCall",
    "Amendment",
    "Attribution",
    "Board",
    "BoardRow",
    "Brand",
    "Budget",
    "BudgetEntry",
    "Campaign",
    "CampaignVersion",
    "ChannelPost",
    "CreditEntry",
    "DayCount",
    "Decision",
    "Draw",
    "DrawBlock",
    "DrawEntry",
    "DrawPrize",
    "DrawReceipt",
    "DrawResult",
    "DrawRoot",
    "DrawSeed",
    "DrawSlice",
    "DrawTicket",
    "Mention",
    "MessagePermission",
    "PermissionEntry",
    "Progress",
    "Promise",
    "PromiseTally",
    "QualifyTime",
    "QualifyingEvent",
    "Referral",
    "Reward",
    "RiskCase",
    "RiskRuleRow",
    "SceneCode",
    "ShareLink",
    "Team",
    "Touch",
]
