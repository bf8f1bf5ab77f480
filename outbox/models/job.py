import uuid

from django.db import models
from django.db.models import Q

from common.clock import DbNowOnce
from outbox.states import JobState

OPEN = (JobState.TODO, JobState.DOING, JobState.SENDING, JobState.UNKNOWN)


class JobQuerySet(models.QuerySet["Job"]):
    def due(self) -> "JobQuerySet":
        """Free and due. ``unknown`` jobs with no ``run_at`` wait for a person."""
        return self.filter(state__in=[JobState.TODO, JobState.UNKNOWN], run_at__lte=DbNowOnce())

    def left_behind(self) -> "JobQuerySet":
        """Leased by a worker that died, or that is too slow to be believed."""
        return self.filter(state__in=[JobState.DOING, JobState.SENDING], lease_until__lte=DbNowOnce())

    def leasable(self) -> "JobQuerySet":
        """What a worker may take now."""
        return self.due() | self.left_behind()


class Job(models.Model):
    """One intention, written in the same transaction as its cause. A message carries its id only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=80)
    queue = models.CharField(max_length=32)
    subject = models.CharField(max_length=80, blank=True)
    dedupe_key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    payload_version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.TODO)
    run_at = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    crashes = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    provider_ref = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[JobState.DOING, JobState.SENDING])
                | Q(lease_token__isnull=False, lease_until__isnull=False),
                name="job_at_work_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.DONE) ^ Q(done_at__isnull=True), name="job_done_has_time"
            ),
        ]
        indexes = [
            models.Index(
                fields=["run_at"], name="job_due", condition=Q(state__in=[JobState.TODO, JobState.UNKNOWN])
            ),
            models.Index(
                fields=["lease_until"],
                name="job_leased",
                condition=Q(state__in=[JobState.DOING, JobState.SENDING]),
            ),
            models.Index(fields=["created_at"], name="job_dead", condition=Q(state=JobState.DEAD)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Tick(models.Model):
    """When something periodic last happened."""

    name = models.CharField(max_length=80, primary_key=True)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
