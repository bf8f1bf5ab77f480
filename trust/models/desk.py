from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.append_only import AppendOnly
from trust.models.cases import Case
from trust.models.evidence import Evidence
from trust.states import CaseKind, Outcome


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday from Monday to Friday, or a make-up workday."""

    on = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("working calendar")
        ordering = ("on",)

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"


class CalendarYear(models.Model):
    """A year whose holidays are known. In others every Monday to Friday counts as a working day."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    source = models.CharField(_("source"), max_length=200, help_text=_("Where its days are published."))

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        ordering = ("year",)

    def __str__(self) -> str:
        return str(self.year)


class DeskPolicy(models.Model):
    """How one kind of case is judged. Without a row: one reviewer, 5 % blind second looks, and two people
    once fewer than 80 % of at least ten such looks agree.

    ``asks_pictures``: of a name; a certified job always has proofs.
    """

    kind = models.CharField(_("kind"), max_length=24, choices=CaseKind, unique=True)
    needs_two = models.BooleanField(_("two people must agree"), default=False)
    asks_pictures = models.BooleanField(
        _("a picture of the ID is needed"),
        default=False,
        help_text=_("For names. A certified job always needs proofs."),
    )
    blind_percent = models.PositiveSmallIntegerField(_("blind second looks, in percent"), default=5)
    agreement_percent = models.PositiveSmallIntegerField(
        _("least agreement, in percent"),
        default=80,
        help_text=_(
            "Where blind second looks agree less, with a certifier or in this kind, two people must agree. "
            "0: never. Members read this value."
        ),
    )
    agreement_looks = models.PositiveSmallIntegerField(
        _("second looks needed to measure"),
        default=10,
        help_text=_("Fewer looks say nothing about anybody."),
    )

    class Meta:
        verbose_name = _("desk policy")
        verbose_name_plural = _("desk policies")
        constraints = [
            models.CheckConstraint(condition=Q(blind_percent__lte=100), name="deskpolicy_percent"),
            models.CheckConstraint(
                condition=Q(agreement_percent__lte=100, agreement_looks__gte=1), name="deskpolicy_agreement"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class BlindLook(models.Model):
    """A decided case that another certifier judges again without knowing the decision."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="blind_look")
    created_at = models.DateTimeField(_("chosen"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("certifier"),
    )
    outcome = models.CharField(_("word"), max_length=12, choices=Outcome, blank=True)
    looked_at = models.DateTimeField(_("looked at"), null=True)

    class Meta:
        verbose_name = _("blind second look")
        verbose_name_plural = _("desk quality")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", reviewer__isnull=True, looked_at__isnull=True)
                | (~Q(outcome="") & Q(reviewer__isnull=False, looked_at__isnull=False)),
                name="blindlook_outcome_has_reviewer",
            )
        ]

    def __str__(self) -> str:
        return f"blind look {self.pk}"


class Contradiction(AppendOnly):
    """What one document says against, or for, what was declared. A flag informs; none of them rejects."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="contradictions")
    code = models.CharField(max_length=32)
    is_flag = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "code"], name="contradiction_one_per_code")
        ]

    def __str__(self) -> str:
        return self.code
