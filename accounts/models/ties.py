from django.conf import settings
from django.db import models
from django.db.models import F, Q

_MEMBER = settings.AUTH_USER_MODEL


class Block(models.Model):
    """One member does not want to meet another: from then on neither sees the other anywhere."""

    blocker = models.ForeignKey(_MEMBER, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(_MEMBER, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_one_per_pair"),
            models.CheckConstraint(condition=~Q(blocker=F("blocked")), name="block_is_of_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} {self.blocked_id}"


class Mute(models.Model):
    """One member wants to hear less of another, who learns nothing of it and sees no difference."""

    muter = models.ForeignKey(_MEMBER, on_delete=models.CASCADE, related_name="mutes")
    muted = models.ForeignKey(_MEMBER, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["muter", "muted"], name="mute_one_per_pair"),
            models.CheckConstraint(condition=~Q(muter=F("muted")), name="mute_is_of_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.muter_id} {self.muted_id}"


class CirclePlace(models.Model):
    """Whether a member is in a circle. Two members of one circle "share a group".

    A projection that higher apps write (``operations.circles``). Rows of those who left stay, with the
    ``step`` of the newest news, so that older news that arrives later changes nothing.
    """

    circle = models.CharField(max_length=48)
    member = models.ForeignKey(_MEMBER, on_delete=models.CASCADE, related_name="circle_places")
    is_in = models.BooleanField()
    step = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "member"], name="circleplace_one_each")]
        indexes = [
            models.Index(fields=["member", "circle"], condition=Q(is_in=True), name="circleplace_by_member")
        ]

    def __str__(self) -> str:
        return f"{self.circle} {self.member_id}"
