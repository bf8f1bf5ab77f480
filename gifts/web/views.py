"""The gift box and the page of one gift."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.queries import find_member_id
from common.errors import NotFound, Refused
from common.web import ActionView, NonceForm, PageView, SignInRequired, refusal_page
from gifts import exchange_queries, money_queries, operations, queries
from gifts.address_queries import addresses_of
from gifts.countries import COUNTRIES, HOME
from gifts.payer_words import label_for_recipient
from gifts.present_queries import received_present
from gifts.providers.transfers import current_payer
from gifts.queries import GiftCard
from gifts.rules import DECLINE_PHRASES
from gifts.states import GiftState, ItemKind, ShipmentState
from gifts.substitute_queries import asked_about
from gifts.web.forms import AcceptForm, DeclineForm, PassOnForm, SwapForm, ThanksForm

TONES: Mapping[str, str] = {
    GiftState.OFFERED: "wait",
    GiftState.ACCEPTED: "info",
    GiftState.PACKING: "info",
    GiftState.SHIPPED: "info",
    GiftState.DELIVERED: "good",
    GiftState.RETURNED: "bad",
    GiftState.PASSED_ON: "good",
}


def _words(state: str) -> dict[str, Any]:
    return {"label": GiftState(state).label, "tone": TONES.get(state, "plain")}


class GiftBoxView(SignInRequired, PageView):
    template_name = "gifts/list.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        cards, next_cursor = queries.gifts_of(member_id=_member_id(request), cursor=request.GET.get("cursor"))
        return {"rows": [{"card": card, **_words(card.state)} for card in cards], "next_cursor": next_cursor}


def _member_id(request: HttpRequest) -> int:
    """Of somebody who is signed in; ``SignInRequired`` has sent the others away."""
    return request.user.pk or 0


def gift_page(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """What the page of one gift shows, whichever form on it was sent. Raises: NotFound."""
    member_id = _member_id(request)
    card = queries.gift_card(public_id=public_id, member_id=member_id)
    mine = card.answered_at is not None and card.state not in (GiftState.DECLINED, GiftState.EXPIRED)
    tracking = queries.tracking_of(gift_id=card.gift_id) if mine else None
    given = received_present(gift_id=card.gift_id) if card.sender_ref.startswith("member:") else None
    address = queries.own_address(gift_id=card.gift_id, member_id=member_id) if mine else None
    abroad = address is not None and address.country != HOME and address.country in COUNTRIES
    return {
        "card": card,
        **_words(card.state),
        "said": DECLINE_PHRASES.get(card.phrase, ""),
        "address": address,
        "abroad": COUNTRIES[address.country].name if address and abroad else "",
        "tracking": tracking,
        "given": given,
        **_instead(card, member_id),
        "thanks_form": ThanksForm() if mine and given and not given.thanks else None,
        **_money(request, card),
        "looks": queries.code_looks(gift_id=card.gift_id)
        if mine and card.item_kind == ItemKind.CODE
        else None,
        "steps": [
            {"label": ShipmentState(line.state).label, "line": line}
            for line in (tracking.lines if tracking else [])
        ],
    }


def _money(request: HttpRequest, card: GiftCard) -> dict[str, Any]:
    """Where the money is, and how to confirm it. What can be confirmed stands on its recipient's page."""
    if card.item_kind != ItemKind.MONEY or card.answered_at is None:
        return {}
    money = money_queries.money_of(gift_id=card.gift_id, member_id=_member_id(request))
    if money is None:
        return {}
    payer = current_payer() if money.waits and money.package else None
    here = request.build_absolute_uri(reverse("gifts:detail", args=[card.public_id]))
    is_going = card.state in (GiftState.ACCEPTED, GiftState.PACKING)
    return {
        **(
            {"label": label_for_recipient(money.state, is_taken_back=money.is_taken_back)} if is_going else {}
        ),
        "money": money,
        "money_label": label_for_recipient(money.state, is_taken_back=money.is_taken_back),
        "money_steps": [{"label": label_for_recipient(step.state), "step": step} for step in money.steps],
        "confirmation": payer.confirmation(money.package, back_to=here) if payer else None,
    }


def remembered_form(request: HttpRequest, page: Mapping[str, Any]) -> AcceptForm:
    """Filled in with the address that was used last, or with the chosen one (``?to=``)."""
    known = page.get("remembered", [])
    first = known[0] if known else None
    chosen = next((one for one in known if one.public_id == request.GET.get("to")), first)
    return AcceptForm(initial={**chosen.address.parts(), "remember": True} if chosen else {})


def _instead(card: queries.GiftCard, member_id: int) -> dict[str, Any]:
    """What may be had instead of an open offer, and who might be glad of it; what a swap led to."""
    if card.state == GiftState.SWAPPED:
        return {"swapped_for": exchange_queries.swapped_for(gift_id=card.gift_id)}
    if card.state in (GiftState.ACCEPTED, GiftState.PACKING):
        return {"substitute": asked_about(gift_id=card.gift_id), "substitute_form": NonceForm()}
    if not card.is_open:
        return {}
    known = addresses_of(member_id) if card.needs_address else []
    exchanges = exchange_queries.exchanges_for(card)
    return {
        "variants": [one for one in exchanges if one.is_variant],
        "equals": [one for one in exchanges if not one.is_variant],
        "fellows": exchange_queries.fellows_for(card, member_id=member_id),
        "plain_form": NonceForm(),
        "remembered": known,
    }


class GiftView(SignInRequired, PageView):
    template_name = "gifts/gift.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = gift_page(request, kwargs["public_id"])
        return {**page, "form": remembered_form(request, page), "decline_form": DeclineForm()}


class AcceptView(SignInRequired, ActionView):
    form_class = AcceptForm
    template_name = "gifts/gift.html"
    done_message = _("Thank you. It is yours.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {**gift_page(request, kwargs["public_id"]), "decline_form": DeclineForm()}

    def act(self, request: HttpRequest, form: AcceptForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.accept_gift(
            actor=request.user,
            gift_id=queries.gift_id_of(public_id),
            address=form.address,
            remember=form.wants_remembering,
            now=timezone.now(),
        )
        return reverse("gifts:detail", args=[public_id])


class DeclineView(SignInRequired, ActionView):
    form_class = DeclineForm
    template_name = "gifts/gift.html"
    done_message = _("You have declined. That is fine.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {**gift_page(request, kwargs["public_id"]), "accept_form": AcceptForm()}

    def act(self, request: HttpRequest, form: DeclineForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.decline_gift(
            actor=request.user,
            gift_id=queries.gift_id_of(public_id),
            phrase=form.cleaned_data["phrase"],
            now=timezone.now(),
        )
        return reverse("gifts:detail", args=[public_id])


class SwapView(SignInRequired, ActionView):
    form_class = SwapForm
    template_name = "gifts/gift.html"
    done_message = _("Changed. Now it waits for your yes.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = gift_page(request, kwargs["public_id"])
        return {**page, "accept_form": AcceptForm(), "decline_form": DeclineForm()}

    def act(self, request: HttpRequest, form: SwapForm, **kwargs: Any) -> str:
        gift = operations.swap_gift(
            actor=request.user,
            gift_id=queries.gift_id_of(kwargs["public_id"]),
            item_id=queries.item_ids_of([form.cleaned_data["item"]]).get(form.cleaned_data["item"], 0),
            now=timezone.now(),
        )
        return reverse("gifts:detail", args=[gift.public_id])


class PassOnView(SignInRequired, ActionView):
    form_class = PassOnForm
    template_name = "gifts/gift.html"
    done_message = _("Passed on. That was kind.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = gift_page(request, kwargs["public_id"])
        return {**page, "accept_form": AcceptForm(), "decline_form": DeclineForm()}

    def act(self, request: HttpRequest, form: PassOnForm, **kwargs: Any) -> str:
        to_id = find_member_id(form.cleaned_data["to"])
        if to_id is None:
            raise NotFound
        operations.pass_on_gift(
            actor=request.user,
            gift_id=queries.gift_id_of(kwargs["public_id"]),
            to_id=to_id,
            now=timezone.now(),
        )
        return reverse("gifts:detail", args=[kwargs["public_id"]])


class RevealView(SignInRequired, ActionView):
    """The code stands in the answer to this very press and nowhere else: no stored answer, no address."""

    template_name = "gifts/gift.html"
    idempotent = False

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("gifts:detail", public_id=kwargs["public_id"])

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        public_id = kwargs["public_id"]
        try:
            code = operations.reveal_code(
                actor=request.user, gift_id=queries.gift_id_of(public_id), now=timezone.now()
            )
            page = gift_page(request, public_id)
        except Refused as refused:
            return refusal_page(request, refused)
        response = render(request, self.template_name, {**page, "form": AcceptForm(), "code": code})
        response["Cache-Control"] = "no-store"
        return response
