from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.states import CODE_TRIES, CodePurpose, ContactKind
from common.clock import DbNow
from common.ids import PublicIdField


class ContactCodeQuerySet(models.QuerySet["ContactCode"]):
    def live(self) -> "ContactCodeQuerySet":
        """Open, in time by the database's clock, with tries left."""
        return self.filter(closed_at__isnull=True, expires_at__gt=DbNow(), tries__lt=CODE_TRIES)

    def open_for(
        self, contact_index: str, purpose: str, member_id: int | None = None
    ) -> "ContactCodeQuerySet":
        return self.filter(
            contact_index=contact_index, purpose=purpose, for_member_id=member_id, closed_at__isnull=True
        )


class ContactCode(models.Model):
    """One sent six-digit code. The row holds neither the code nor the contact in a readable form.

    The code is derived from ``public_id`` and the installation's pepper (``operations.codes``), so a dump
    of the database tells nothing. ``public_id`` is given only to the browser that asked, so that nobody
    else can use up its tries. When the code lets a new member in, ``data_key`` and ``contact_sealed`` go
    over to the member as they are: the place they are bound to is the contact's index.
    """

    public_id = PublicIdField()
    purpose = models.CharField(max_length=16, choices=CodePurpose, default=CodePurpose.ENTER)
    # Who is signed in and proves it, for purposes of members; a stranger's request can't end their code.
    for_member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=8, choices=ContactKind)
    contact_index = models.CharField(max_length=64)
    contact_sealed = models.CharField(max_length=512, blank=True)
    data_key = models.ForeignKey("common.DataKey", on_delete=models.PROTECT, null=True, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)
    closed_at = models.DateTimeField(null=True)
    # Closed by the right digits, not by a newer code.
    was_right = models.BooleanField(default=False)

    objects = ContactCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact_index", "purpose"],
                condition=Q(closed_at__isnull=True, for_member__isnull=True),
                name="contactcode_one_open_per_contact",
            ),
            models.UniqueConstraint(
                fields=["for_member", "contact_index", "purpose"],
                condition=Q(closed_at__isnull=True, for_member__isnull=False),
                name="contactcode_one_open_per_member",
            ),
            models.CheckConstraint(condition=Q(tries__lte=CODE_TRIES), name="contactcode_tries_are_limited"),
        ]

    def __str__(self) -> str:
        return self.public_id


class FormerContact(models.Model):
    """A contact that a member gave up, kept sealed for a month: it is told, and the team can look it up
    when somebody says that their account was taken.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="former_contacts"
    )
    kind = models.CharField(max_length=8, choices=ContactKind)
    contact_index = models.CharField(max_length=64)
    contact_sealed = models.CharField(max_length=512)
    ended_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"former {self.kind}"
