"""What people do with the community's account at WeChat: codes they scan, messages they permit."""

from django.db import models
from django.db.models import Q


class SceneCode(models.Model):
    """A code that leads to the account and names an invitation. ``address`` is what the code says."""

    link = models.OneToOneField("campaigns.ShareLink", on_delete=models.PROTECT, related_name="scene")
    address = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    good_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.link_id}"


class AccountCall(models.Model):
    """A call that was applied, so that it is applied once. No person's data: ``key`` is a keyed hash."""

    key = models.CharField(max_length=64, unique=True)
    event = models.CharField(max_length=40)
    link = models.ForeignKey("campaigns.ShareLink", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.event


class MessagePermission(models.Model):
    """How many messages of one template somebody still permits. Each permission is for one message."""

    person_index = models.CharField(max_length=64)
    template = models.CharField(max_length=64)
    left = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_index", "template"], name="permission_one_balance"),
            models.CheckConstraint(condition=Q(left__gte=0), name="permission_never_below_none"),
        ]

    def __str__(self) -> str:
        return self.template


class PermissionEntry(models.Model):
    """The ledger beside the balance: given (+1), used (-1), taken back (all that was left)."""

    permission = models.ForeignKey(MessagePermission, on_delete=models.PROTECT, related_name="entries")
    change = models.IntegerField()
    call = models.ForeignKey(AccountCall, null=True, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ref"], condition=~Q(ref=""), name="permission_used_once_a_ref"),
            models.CheckConstraint(condition=~Q(change=0), name="permission_entry_changes"),
        ]

    def __str__(self) -> str:
        return f"{self.change:+d}"
