"""Money on its way, read-only: how each bill came to its state."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.admin import Badges, OperatingAdmin, ReasonActionForm, run_on_each, titled
from gifts import money_queries, operations
from gifts.admin.gifts import ReadOnlyInline
from gifts.admin.substitutes import propose_each
from gifts.models import Transfer, TransferStep
from gifts.payer_words import reason_in_words
from gifts.states import TransferState


class TransferStepInline(ReadOnlyInline):
    model = TransferStep
    fields = ["happened_at", "state", "reason"]
    readonly_fields = fields
    ordering = ["-happened_at"]


@admin.register(Transfer)
class TransferAdmin(OperatingAdmin):
    view_verb = "gifts.look-after"
    list_display = [
        "item",
        "recipient",
        "money",
        "state_label",
        titled("created_at", _("Made")),
        titled("confirm_by", _("To be confirmed by")),
        "reason_in_words",
    ]
    list_filter = ["state"]
    list_select_related = ["gift__item", "gift__recipient"]
    search_fields = ["bill_no", "provider_ref", "gift__public_id"]
    ordering = ["-id"]
    inlines = [TransferStepInline]
    actions = ["take_back", "ask_anew", "take_as_paid", "offer_again", "propose_instead"]
    action_form = ReasonActionForm

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Whoever has the package could confirm in the recipient's place."""
        return [name for name in super().get_readonly_fields(request, obj) if name != "package"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.get_readonly_fields(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Transfer]:
        return money_queries.transfers_looked_after(request.user)

    @admin.action(description=_("Offer it again (where the money came back)"))
    def offer_again(self, request: HttpRequest, queryset: QuerySet[Transfer]) -> None:
        def operation(transfer: Any) -> None:
            operations.offer_again(actor=request.user, gift_id=transfer.gift_id, now=timezone.now())

        run_on_each(request, queryset, operation, done=gettext("Offered again"))

    @admin.action(description=_("Take it back, where nobody has confirmed it"))
    def take_back(self, request: HttpRequest, queryset: QuerySet[Transfer]) -> None:
        self._run(request, queryset, operations.take_back_money, done=gettext("Being taken back"))

    @admin.action(description=_("Ask the payer anew, where it refused"))
    def ask_anew(self, request: HttpRequest, queryset: QuerySet[Transfer]) -> None:
        self._run(request, queryset, operations.ask_payer_anew, done=gettext("Asked anew"))

    @admin.action(description=_("Leave it at the amount that was paid"))
    def take_as_paid(self, request: HttpRequest, queryset: QuerySet[Transfer]) -> None:
        self._run(request, queryset, operations.take_as_paid, done=gettext("Written down"))

    @admin.action(description=_("Propose something else of equal worth, where the payer refused"))
    def propose_instead(self, request: HttpRequest, queryset: QuerySet[Transfer]) -> HttpResponse | None:
        return propose_each(self, request, queryset)

    def _run(
        self, request: HttpRequest, rows: QuerySet[Transfer], act: Callable[..., object], *, done: str
    ) -> None:
        def operation(transfer: Any) -> None:
            why = request.POST.get("reason", "")
            act(actor=request.user, gift_id=transfer.gift_id, reason=why, now=timezone.now())

        run_on_each(request, rows, operation, done=done)

    @display(description=_("What the payer says"))
    def reason_in_words(self, transfer: Transfer) -> str:
        return reason_in_words(transfer.reason) or "–"

    @display(description=_("Item"))
    def item(self, transfer: Transfer) -> str:
        return str(transfer.gift.item)

    @display(description=_("Recipient"))
    def recipient(self, transfer: Transfer) -> str:
        return str(transfer.gift.recipient)

    @display(description=_("Amount"), ordering="amount")
    def money(self, transfer: Transfer) -> str:
        return f"{transfer.amount // 100}.{transfer.amount % 100:02d} {transfer.currency}"

    @display(
        description=_("State"),
        label=Badges(
            {
                TransferState.AWAITING_USER_CONFIRM: "warning",
                TransferState.PAID: "success",
                TransferState.REFUSED: "danger",
                TransferState.HELD: "danger",
                TransferState.FAILED: "danger",
                TransferState.CANCELLED: "danger",
            }
        ),
    )
    def state_label(self, transfer: Transfer) -> tuple[str, str]:
        label = str(TransferState(transfer.state).label)
        if transfer.cancel_asked_at is not None and transfer.finished_at is None:
            label = f"{label} · {gettext('being taken back')}"
        return transfer.state, label
