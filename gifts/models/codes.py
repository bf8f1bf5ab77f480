"""Codes that are given like parcels: a pool per item, each code sealed, each handed out once."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.append_only import AppendOnly
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from gifts.states import IMPORT_MOVES, ImportState


class CodePool(models.Model):
    """The codes of one item, sealed under a key of this pool alone. Its free codes are the item's stock."""

    public_id = PublicIdField()
    item = models.OneToOneField("gifts.Item", on_delete=models.PROTECT, related_name="code_pool")
    data_key = models.OneToOneField("common.DataKey", on_delete=models.PROTECT, related_name="+")
    # Whoever adds or voids codes takes a turn first, so that two never look at the same time.
    turn = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pool of codes")
        verbose_name_plural = _("pools of codes")

    def __str__(self) -> str:
        return self.public_id


class PoolCode(models.Model):
    """One code. ``code_index`` finds it by its text (keyed, so that a dump tells nothing)."""

    pool = models.ForeignKey(CodePool, on_delete=models.PROTECT, related_name="codes", db_index=False)
    source = models.ForeignKey(
        "gifts.CodeImport", on_delete=models.PROTECT, related_name="codes", db_index=False
    )
    code_index = models.CharField(max_length=64)
    sealed = models.CharField(max_length=512)
    gift = models.OneToOneField(
        "gifts.Gift", on_delete=models.PROTECT, null=True, blank=True, related_name="code"
    )
    void = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        indexes = [
            models.Index(
                fields=["pool", "id"], condition=Q(gift__isnull=True, void=False), name="poolcode_free"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["pool", "code_index"], name="poolcode_once_per_pool"),
            models.CheckConstraint(
                condition=Q(void=False) | Q(gift__isnull=True), name="poolcode_void_is_nobodys"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pool_id}/{self.pk}"

    @staticmethod
    def aad(pool_public_id: str, code_index: str) -> str:
        """What a ciphertext is bound to: another row's code can't be put in its place."""
        return f"gifts.poolcode:{pool_public_id}:{code_index}"


class CodeImport(Stateful):
    """One file of codes. Counts are lines; ``told`` holds the first problems as [line, problem, ending]."""

    MOVES: ClassVar[Moves] = IMPORT_MOVES

    public_id = PublicIdField()
    pool = models.ForeignKey(CodePool, on_delete=models.PROTECT, related_name="imports")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=200)
    dry_run = models.BooleanField(_("only looked"), default=False)
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.WAITING)
    parts_total = models.PositiveIntegerField(default=0)
    parts_done = models.PositiveIntegerField(default=0)
    lines = models.PositiveIntegerField(_("lines"), default=0)
    added = models.PositiveIntegerField(_("added"), default=0)
    known = models.PositiveIntegerField(_("in the pool already"), default=0)
    repeated = models.PositiveIntegerField(_("repeated in the file"), default=0)
    unusable = models.PositiveIntegerField(_("unusable"), default=0)
    told = models.JSONField(default=list)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import of codes")
        verbose_name_plural = _("imports of codes")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="codeimport_known_state"),
            models.CheckConstraint(
                condition=Q(dry_run=False) | Q(added=0), name="codeimport_dry_adds_nothing"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def start(self, *, actor: Actor) -> None:
        self._move(ImportState.RUNNING, actor=actor)

    def finish(self, *, actor: Actor, now: datetime) -> None:
        self._move(ImportState.DONE, actor=actor, finished_at=now)

    def fail(self, *, actor: Actor, why: str, now: datetime) -> None:
        self._move(ImportState.FAILED, actor=actor, why=why, finished_at=now)


class CodeImportPart(models.Model):
    """A piece of a file on its way into the pool, cut at a line's end and sealed; gone once it is in."""

    source = models.ForeignKey(CodeImport, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    first_line = models.PositiveIntegerField()
    sealed = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="codeimportpart_in_order")]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.number}"

    @staticmethod
    def aad(import_public_id: str, number: int) -> str:
        return f"gifts.codeimportpart:{import_public_id}:{number}"


class CodeReveal(AppendOnly):
    """Each time somebody was shown a code in plain."""

    code = models.ForeignKey(PoolCode, on_delete=models.PROTECT, related_name="reveals")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("look at a code")
        verbose_name_plural = _("looks at codes")

    def __str__(self) -> str:
        return f"{self.code_id} at {self.at:%Y-%m-%d %H:%M}"
