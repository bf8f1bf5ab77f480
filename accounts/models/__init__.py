from accounts.models.consents import Consent, NoticeText
from accounts.models.contacts import ContactCode, FormerContact
from accounts.models.erasures import Erasure, ErasureProgress, Tombstone, TombstoneEpoch
from accounts.models.exports import DataExport
from accounts.models.logins import LinkedLogin
from accounts.models.looks import Look
from accounts.models.members import Member
from accounts.models.notifications import (
    ChannelChoice,
    Delivery,
    Notification,
    NotificationSettings,
    NotificationText,
    PushDevice,
    TopicMute,
)
from accounts.models.profiles import Profile
from accounts.models.roles import RoleGrant
from accounts.models.second_factor import AuthenticatorApp, Passkey, RecoveryCode
from accounts.models.sessions import BrowserSession
from accounts.models.ties import Block, CirclePlace, Mute
from accounts.models.tokens import ApiToken

__all__ = [
    "ApiToken",
    "AuthenticatorApp",
    "Block",
    "BrowserSession",
    "ChannelChoice",
    "CirclePlace",
    "Consent",
    "ContactCode",
    "DataExport",
    "Delivery",
    "Erasure",
    "ErasureProgress",
    "FormerContact",
    "LinkedLogin",
    "Look",
    "Member",
    "Mute",
    "NoticeText",
    "Notification",
    "NotificationSettings",
    "NotificationText",
    "Passkey",
    "Profile",
    "PushDevice",
    "RecoveryCode",
    "RoleGrant",
    "Tombstone",
    "TombstoneEpoch",
    "TopicMute",
]
