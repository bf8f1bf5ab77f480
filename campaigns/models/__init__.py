from campaigns.models.account import AccountCall, MessagePermission, PermissionEntry, SceneCode
from campaigns.models.ambassador import Ambassador
from campaigns.models.amendment import Amendment
from campaigns.models.board import Board, BoardRow, Team
from campaigns.models.brand import Brand
from campaigns.models.brand_post import BrandPost
from campaigns.models.budget import Budget, BudgetEntry
from campaigns.models.campaign import Campaign
from campaigns.models.claim_day import ClaimDay
from campaigns.models.conversation import ChannelPost, Mention
from campaigns.models.counts import DayCount, QualifyTime
from campaigns.models.credit import CreditEntry
from campaigns.models.decision import Decision
from campaigns.models.draft_editor import DraftEditor
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
from campaigns.models.reservation import Reservation, ReservedShare
from campaigns.models.reward import Reward
from campaigns.models.risk import RiskCase, RiskRuleRow
from campaigns.models.share_link import ShareLink
from campaigns.models.touch import Touch
from campaigns.models.vanity import VanityCode
from campaigns.models.version import CampaignVersion
from campaigns.models.vouch import Vouch

__all__ = [
    "AccountCall",
    "Ambassador",
    "Amendment",
    "Attribution",
    "Board",
    "BoardRow",
    "Brand",
    "BrandPost",
    "Budget",
    "BudgetEntry",
    "Campaign",
    "CampaignVersion",
    "ChannelPost",
    "ClaimDay",
    "CreditEntry",
    "DayCount",
    "Decision",
    "DraftEditor",
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
    "Reservation",
    "ReservedShare",
    "Reward",
    "RiskCase",
    "RiskRuleRow",
    "SceneCode",
    "ShareLink",
    "Team",
    "Touch",
    "VanityCode",
    "Vouch",
]
