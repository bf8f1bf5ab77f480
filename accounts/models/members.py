from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.states import MEMBER_MOVES, Locale, MemberState
from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful

if TYPE_CHECKING:
    NameColumn = models.CharField[str, str]
else:
    NameColumn = models.CharField


class DisplayNameField(NameColumn):
    """A name, or the neutral gap that everybody reads where a former member's name stood.

    The gap is the empty text in the database, so that no list, join or export can show anything else.
    """

    def from_db_value(self, value: str | None, *more: object) -> str | None:
        return gettext("a former member") if value == "" else value


class MemberManager(BaseUserManager["Member"]):
    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(handle=username)

    def create_superuser(self, handle: str, display_name: str, password: str | None = None) -> "Member":
        """For ``manage.py createsuperuser``; everybody else joins through ``operations.register_member``."""
        member = self.model(handle=handle, display_name=display_name, is_staff=True, is_superuser=True)
        member.set_password(password)
        member.save(force_insert=True)
        return member


class Member(Stateful, AbstractBaseUser, PermissionsMixin):
    """A person with an account. Their legal name is trust's, their addresses are gifts'.

    Contacts are encrypted with the member's own data key and found by keyed blind index; ``phone`` and
    ``email`` stand nowhere in plain.
    """

    MOVES: ClassVar[Moves] = MEMBER_MOVES
    USERNAME_FIELD = "handle"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    # Django would write this column at every sign-in.
    last_login = None
    # Of the session or token that speaks for the member in this request; no columns.
    proven_at: datetime | None = None
    used_second_factor: bool = False

    public_id = PublicIdField()
    handle = models.CharField(_("handle"), max_length=40, unique=True)
    display_name = DisplayNameField(_("display name"), max_length=40)
    phone_index = models.CharField(max_length=64, null=True, editable=False)
    phone_sealed = models.CharField(max_length=512, blank=True, editable=False)
    email_index = models.CharField(max_length=64, null=True, editable=False)
    email_sealed = models.CharField(max_length=512, blank=True, editable=False)
    data_key = models.OneToOneField(
        "common.DataKey", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    locale = models.CharField(_("language"), max_length=10, choices=Locale, default=Locale.ENGLISH)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai")
    state = models.CharField(_("state"), max_length=10, choices=MemberState, default=MemberState.ACTIVE)
    is_staff = models.BooleanField(_("may enter the admin"), default=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, db_index=True)

    objects: ClassVar[MemberManager] = MemberManager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(fields=["phone_index"], name="member_one_per_phone"),
            models.UniqueConstraint(fields=["email_index"], name="member_one_per_email"),
            models.CheckConstraint(condition=Q(state__in=MemberState.values), name="member_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=MemberState.ERASED)
                | Q(phone_index__isnull=True, phone_sealed="", email_index__isnull=True, email_sealed=""),
                name="member_erased_has_no_contact",
            ),
            models.CheckConstraint(
                condition=Q(phone_index__isnull=True, phone_sealed="") | Q(phone_index__isnull=False),
                name="member_phone_has_its_index",
            ),
            models.CheckConstraint(
                condition=Q(email_index__isnull=True, email_sealed="") | Q(email_index__isnull=False),
                name="member_email_has_its_index",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Django signs out whoever is not: at the next request, on every device."""
        return self.state == MemberState.ACTIVE

    def suspend(self, *, actor: Actor, why: str) -> None:
        self._move(MemberState.SUSPENDED, actor=actor, why=why)

    def restore(self, *, actor: Actor, why: str) -> None:
        self._move(MemberState.ACTIVE, actor=actor, why=why)

    def erase(self, *, actor: Actor, handle: str) -> None:
        """What names or reaches the person goes; the row stays, as the pseudonym of ledgers and draws."""
        self._move(
            MemberState.ERASED,
            actor=actor,
            handle=handle,
            display_name="",
            phone_index=None,
            phone_sealed="",
            email_index=None,
            email_sealed="",
            data_key_id=None,
            password=make_password(None),
            locale=Locale.ENGLISH,
            time_zone=type(self)._meta.get_field("time_zone").get_default(),
            is_staff=False,
        )
