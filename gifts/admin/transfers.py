"""Money on its way, read-only: how each bill came to its state."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.admin import Badges, OperatingAdmin, run_on_each, titled
from gifts import money_queries, operations
from gifts.admin.gifts import ReadOnlyInline
from gifts.models import Transfer, TransferStep
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
        titled("reason", _("What the payer says")),
    ]
    exclude = ["package"]
    list_filter = ["state"]
    list_select_related = ["gift__item", "gift__recipient"]
    search_fields = ["bill_no", "provider_ref", "gift__public_id"]
    ordering = ["-id"]
    inlines = [TransferStepInline]
    actions = ["offer_again"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Transfer]:
        return money_queries.transfers_looked_after(request.user)

    @admin.action(description=_("Offer it again (where the money came back)"))
    def offer_again(self, request: HttpRequest, queryset: QuerySet[Transfer]) -> None:
        def operation(transfer: Any) -> None:
            operations.offer_again(actor=request.user, gift_id=transfer.gift_id, now=timezone.now())

        run_on_each(request, queryset, operation, done=gettext("Offered again"))

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
                TransferState.FAILED: "danger",
                TransferState.CANCELLED: "danger",
            }
        ),
    )
    def state_label(self, transfer: Transfer) -> tuple[str, str]:
        return transfer.state, str(TransferState(transfer.state).label)
