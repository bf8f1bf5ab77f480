"""The forms of the stock desk: what came, went, was moved and was counted, and where it stands."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from common.access import Actor
from common.errors import Refused
from gifts import operations
from gifts.models import Item
from gifts.warehouse_queries import House

RECEIVE, WRITE_OFF, COUNT, MOVE = "receive", "write-off", "count", "move"
CHANGES = {
    RECEIVE: _("Units received"),
    WRITE_OFF: _("Units lost or broken"),
    COUNT: _("Units counted: that many stand there"),
    MOVE: _("Units brought to another warehouse"),
}


class RefusableForm(forms.Form):
    """A form that carries out one operation and shows why it was refused."""

    def carried_out(self, actor: Actor, item: Item) -> bool:
        try:
            self._act(actor, item)
        except Refused as refused:
            self.add_error(refused.field if refused.field in self.fields else None, refused.text)
            return False
        return True

    def _act(self, actor: Actor, item: Item) -> None:
        raise NotImplementedError


class StockForm(RefusableForm):
    """One change of stock. With one house only, nothing is asked about houses."""

    change = forms.ChoiceField(
        label=_("What happened"), choices=list(CHANGES.items()), widget=UnfoldAdminSelectWidget
    )
    quantity = forms.IntegerField(label=_("Quantity"), widget=UnfoldAdminIntegerFieldWidget)
    house = forms.ChoiceField(
        label=pgettext_lazy("stock", "Where"), required=False, widget=UnfoldAdminSelectWidget
    )
    to = forms.ChoiceField(
        label=_("Brought to"),
        required=False,
        help_text=_("Only for units that were brought to another warehouse."),
        widget=UnfoldAdminSelectWidget,
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=UnfoldAdminTextInputWidget)

    def __init__(self, data: Any = None, *, houses: Sequence[House]) -> None:
        super().__init__(data)
        if len(houses) == 1:
            del self.fields["house"], self.fields["to"]
            changes = [(key, label) for key, label in CHANGES.items() if key != MOVE]
            self.fields["change"].choices = changes  # type: ignore[attr-defined]
            return
        for name in ("house", "to"):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                (house.warehouse_id or "", f"{house.name or _('First house')} ({house.on_hand})")
                for house in houses
            ]

    @property
    def told(self) -> str:
        label = CHANGES[self.cleaned_data["change"]]
        return f"{label}: {self.cleaned_data['quantity']}"

    def _house(self, name: str) -> int | None:
        return int(self.cleaned_data.get(name) or 0) or None

    def _act(self, actor: Actor, item: Item) -> None:
        given = self.cleaned_data
        common: dict[str, Any] = {
            "actor": actor,
            "item_id": item.pk,
            "reason": given["reason"],
            "now": timezone.now(),
        }
        where, units = self._house("house"), given["quantity"]
        if given["change"] == RECEIVE:
            operations.receive_stock(quantity=units, warehouse_id=where, **common)
        elif given["change"] == WRITE_OFF:
            operations.write_off_stock(quantity=units, warehouse_id=where, **common)
        elif given["change"] == COUNT:
            operations.count_stock(counted=units, warehouse_id=where, **common)
        else:
            operations.move_stock(quantity=units, from_id=where, to_id=self._house("to"), **common)


class ShelfForm(RefusableForm):
    shelf = forms.CharField(
        label=_("Shelf"),
        required=False,
        help_text=_("As it is written there, like A-03. Picking goes along the shelves."),
        widget=UnfoldAdminTextInputWidget,
    )

    def _act(self, actor: Actor, item: Item) -> None:
        operations.place_item(actor=actor, item_id=item.pk, shelf=self.cleaned_data["shelf"])
