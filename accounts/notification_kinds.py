"""What members are told about their own account."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, NotificationKind, Sight, kinds

PHOTO_REMOVED = "accounts.photo-removed"


def _look_at_own_photo(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """No statement: it was removed, whatever stands there now."""
    path = reverse("accounts:own-photo")
    return {about.ref: Sight(values={}, path=path) for about in abouts}


def register() -> None:
    kinds.register(
        NotificationKind(
            key=PHOTO_REMOVED,
            message_class=MessageClass.TRANSACTIONAL,
            title=_("Your photo was removed"),
            subject=_("The team removed your photo"),
            body=_("It may not stand here. Your initials stand there now; you can send in another picture."),
            fields={},
            look=_look_at_own_photo,
            example={},
            icon="user",
            action=_("Choose another photo"),
        )
    )
