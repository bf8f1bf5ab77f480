from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from common.access import Actor
from common.clock import DbNow
from common.ids import PublicIdField
from common.moves import Moves, Stateful


class FileState(models.TextChoices):
    QUARANTINED = "quarantined", pgettext_lazy("file", "being checked")
    READY = "ready", pgettext_lazy("file", "ready")
    REFUSED = "refused", pgettext_lazy("file", "refused")
    SHREDDED = "shredded", pgettext_lazy("file", "destroyed")


FILE_MOVES: Moves = {
    FileState.QUARANTINED: frozenset({FileState.READY, FileState.REFUSED, FileState.SHREDDED}),
    FileState.READY: frozenset({FileState.SHREDDED}),
    FileState.REFUSED: frozenset({FileState.SHREDDED}),
    FileState.SHREDDED: frozenset(),
}


class StoredFile(Stateful):
    """A picture somebody gave us. All its blobs are sealed with ``key``; without the key they are noise."""

    MOVES: ClassVar[Moves] = FILE_MOVES

    public_id = PublicIdField()
    # Whose: ``member:<public id>``. What for: ``trust.evidence``, ``profile.photo``. No personal data.
    owner = models.CharField(max_length=64, db_index=True)
    purpose = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=FileState, default=FileState.QUARANTINED)
    key = models.OneToOneField("common.DataKey", on_delete=models.PROTECT, related_name="+")
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    # Of what was sent in, keyed: finds the same file again and tells nothing else.
    same_as = models.CharField(max_length=64, db_index=True)
    # The plain SHA-256 of what was sent in, under ``key``: it goes into the receipt and nowhere else.
    sha256_sealed = models.CharField(max_length=200)
    refusal = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    shredded_at = models.DateTimeField(null=True)
    # The signed word that it was destroyed; see ``common.files.receipts``.
    receipt = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FileState.values), name="storedfile_known_state"),
            models.CheckConstraint(
                condition=~Q(state=FileState.SHREDDED) | Q(shredded_at__isnull=False),
                name="storedfile_shredded_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def make_ready(self, *, actor: Actor) -> None:
        self._move(FileState.READY, actor=actor)

    def refuse(self, *, actor: Actor, code: str) -> None:
        self._move(FileState.REFUSED, actor=actor, why=code, refusal=code)

    def shred(self, *, actor: Actor, why: str, receipt: str) -> None:
        self._move(FileState.SHREDDED, actor=actor, why=why, shredded_at=DbNow(), receipt=receipt)


class StoredBlob(models.Model):
    """One sealed file on disk: the original in quarantine, later its variants."""

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="blobs")
    variant = models.CharField(max_length=20)
    name = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "variant"], name="storedblob_one_per_variant")]

    def __str__(self) -> str:
        return self.name


class SigningKey(models.Model):
    """An Ed25519 key of the installation. The private part is sealed by the master key ring."""

    kid = models.CharField(max_length=40, unique=True)
    use = models.CharField(max_length=20)
    public = models.CharField(max_length=64)
    secret_sealed = models.CharField(max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["use"], condition=Q(retired_at__isnull=True), name="signingkey_one_live_per_use"
            )
        ]

    def __str__(self) -> str:
        return self.kid
