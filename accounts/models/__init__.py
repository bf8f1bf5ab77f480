from accounts.models.consents import Consent, NoticeText
from accounts.models.contacts import ContactCode
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
from accounts.models.ties import Block, CirclePlace, Mute
from accounts.models.tokens import ApiToken

__all__ = [
    "ApiToken",
    "Block",
    "ChannelChoice",
    "CirclePlace",
    "Consent",
    "ContactCode",
    "Delivery",
    "Member",
    "Mute",
    "NoticeText",
    "Notification",
    "NotificationSettings",
    "NotificationText",
    "Profile",
    "PushDevice",
    "RoleGrant",
    "TopicMute",
]
