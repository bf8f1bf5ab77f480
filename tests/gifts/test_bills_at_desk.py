"""What the desk does with a bill: a lasting no, another amount, taking it back in time or too late."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from common.errors import NotFound
from gifts import errors, money_queries, money_tasks, operations, reconcile
from gifts.models import Gift, Transfer, TransferStep
from gifts.operations import BillInput
from gifts.operations.leaving import let_go_of_gifts
from gifts.payer_words import reason_for_recipient, reason_in_words
from gifts.states import GiftState, TransferState
from outbox.models import FactRow, Job
from outbox.testing import run_jobs
from simulators.testing import Running
from tests.factories import gifts as make
from tests.gifts import money as worlds

pytestmark = pytest.mark.django_db
STOPPING, FOLLOWING = ["gifts.stop-bill"], ["gifts.follow-transfer"]
NO_WAIT = timedelta(0)
TRIAL: dict[str, Any] = {"reason": "wrong list", "now": make.NOW}


@pytest.fixture(autouse=True)
def sims(settings: Settings) -> Iterator[Running]:
    with worlds.payer_at_work(settings) as running:
        yield running


def _again(kinds: list[str]) -> None:
    Job.objects.update(run_at=datetime(2020, 1, 1, tzinfo=UTC))
    run_jobs(kinds)


def _follow() -> Transfer:
    Transfer.objects.update(next_check_at=F("next_check_at") - timedelta(hours=3))
    money_tasks.follow_transfers()
    run_jobs(FOLLOWING)
    return Transfer.objects.get()


def _facts(kind: str) -> int:
    return FactRow.objects.filter(kind=kind).count()


def _states(gift: Gift) -> tuple[str, str]:
    return worlds.bill_of(gift).state, make.state_of(gift)


def _refused(sims: Running, **columns: Any) -> Gift:
    gift = worlds.accepted(**columns)
    sims.fault("wechatpay", "no-permission", operation="create")
    run_jobs(worlds.PAYING)
    return gift


def _paid_otherwise(sims: Running) -> Gift:
    """The payer knows the bill with another amount, and has paid that."""
    gift, bill = worlds.waiting()
    Transfer.objects.update(amount=bill.amount + 1)
    Gift.objects.get(pk=gift.pk).item.__class__.objects.update(value_fen=bill.amount + 1)
    sims.change_transfer(bill.bill_no, "pay")
    _follow()
    return gift


# --- a lasting no ---------------------------------------------------------------------------------


def test_a_lasting_no_waits_for_the_desk_and_its_recipient_is_told(sims: Running, client: Client) -> None:
    gift = _refused(sims)

    assert _states(gift) == ("refused", GiftState.PACKING)
    assert not Job.objects.filter(kind="gifts.pay-gift").exclude(state="done").exists()
    assert (_facts("gifts.money-delayed"), _facts("gifts.money-came-back")) == (1, 0)
    client.force_login(gift.recipient)  # type: ignore[arg-type]
    page = client.get(f"/gifts/{gift.public_id}/").content.decode()
    assert "It is still yours" in page and "Refused" not in page


def test_a_passing_no_is_tried_again_and_bothers_nobody(sims: Running) -> None:
    gift = worlds.accepted()
    sims.fault("wechatpay", "busy", operation="create")
    run_jobs(worlds.PAYING)
    assert worlds.bill_of(gift).state == "requested"

    _again(worlds.PAYING)

    assert worlds.bill_of(gift).state == "awaiting_user_confirm"


def test_once_mended_the_same_yes_is_paid_by_a_new_bill(sims: Running) -> None:
    gift = _refused(sims)
    old = worlds.bill_of(gift).bill_no
    clerk = make.with_role("clerk")

    for _time in range(2):
        operations.ask_payer_anew(actor=clerk, gift_id=gift.pk, **TRIAL)
    run_jobs(worlds.PAYING)

    bill = worlds.bill_of(gift)
    assert (bill.state, bill.former_no, bill.bill_no != old) == ("awaiting_user_confirm", old, True)
    assert sims.transfers()["totals"]["bills"] == 1
    sims.change_transfer(bill.bill_no, "confirm")
    assert (_follow().state, make.state_of(gift)) == ("paid", GiftState.DELIVERED)


def test_a_refused_bill_that_is_there_after_all_is_never_joined_by_a_second(sims: Running) -> None:
    """The negative control of asking for the former number: without it this pays twice."""
    gift, bill = worlds.waiting()
    Transfer.objects.update(state="refused", package="", next_check_at=None, reason="NO_AUTH")
    operations.ask_payer_anew(actor=make.with_role("clerk"), gift_id=gift.pk, **TRIAL)

    run_jobs(worlds.PAYING)

    assert worlds.bill_of(gift).state == "requested"
    assert list(sims.transfers()["bills"]) == [bill.bill_no]


def test_a_refused_bill_is_given_up_and_the_gift_may_be_offered_again(sims: Running) -> None:
    shelf = worlds.money()
    gift = _refused(sims, of=shelf)
    clerk = make.with_role("clerk")

    operations.take_back_money(actor=clerk, gift_id=gift.pk, **TRIAL)

    assert (_states(gift), make.left(shelf)) == (("cancelled", GiftState.RETURNED), 1)
    assert _facts("gifts.money-came-back") == 1
    again = operations.offer_again(actor=clerk, gift_id=gift.pk, now=make.NOW)
    assert (again.state, again.recipient_id) == (GiftState.OFFERED, gift.recipient_id)


def test_something_else_of_the_same_brand_may_be_offered_instead(sims: Running, client: Client) -> None:
    gift = _refused(sims)
    clerk = make.with_role("clerk")
    operations.take_back_money(actor=clerk, gift_id=gift.pk, **TRIAL)
    tea, foreign = make.item(stock=1), make.item(stock=1, brand_ref="brand:other")
    client.force_login(clerk)

    def offer(item: str) -> Any:
        return client.post(
            f"/api/v1/gifts/{gift.public_id}/offer-again/",
            {"item": item},
            content_type="application/json",
            headers={"Idempotency-Key": f"instead-of-money-{item}"},
        )

    assert offer(foreign.public_id).status_code == 404
    again = Gift.objects.get(public_id=offer(tea.public_id).json()["public_id"])
    assert (again.item_id, again.recipient_id, make.left(tea)) == (tea.pk, gift.recipient_id, 0)


def test_who_leaves_keeps_no_refused_bill_waiting(sims: Running) -> None:
    gift = _refused(sims)

    assert let_go_of_gifts(gift.recipient_id or 0, make.NOW) is None

    assert _states(gift) == ("cancelled", GiftState.RETURNED)


def test_only_what_was_refused_is_asked_for_anew() -> None:
    gift, bill = worlds.waiting()
    with pytest.raises(errors.NotRefused):
        operations.ask_payer_anew(actor=make.with_role("clerk"), gift_id=gift.pk, **TRIAL)
    assert worlds.bill_of(gift).bill_no == bill.bill_no


def test_reasons_are_told_in_the_readers_language() -> None:
    with translation.override("zh-hans"):
        words = {code: reason_in_words(code) for code in ("NO_AUTH", "ACCOUNT_FROZEN", "NEW_CODE")}
    assert "冻结" in words["ACCOUNT_FROZEN"]
    assert "NEW_CODE" in words["NEW_CODE"]
    assert reason_in_words("NO_AUTH") != words["NO_AUTH"]
    assert set(reason_for_recipient("NO_AUTH")) == {"en", "zh-hans"}


# --- another amount -------------------------------------------------------------------------------


def test_a_first_answer_of_another_amount_is_held_and_followed(sims: Running) -> None:
    gift = worlds.accepted()
    sims.fault("wechatpay", "do-then-reset", operation="create")
    run_jobs(worlds.PAYING)
    Transfer.objects.update(amount=F("amount") + 1)
    Gift.objects.get(pk=gift.pk).item.__class__.objects.update(value_fen=1881)

    _again(worlds.PAYING)

    bill = worlds.bill_of(gift)
    assert (bill.state, bill.told_amount, bill.reason) == ("held", 1880, "WRONG_AMOUNT")
    assert bill.next_check_at is not None and make.state_of(gift) == GiftState.PACKING
    assert _facts("gifts.money-delayed") == 1


@pytest.mark.usefixtures("breaks_invariants")
def test_another_amount_never_counts_as_paid_until_somebody_says_so(sims: Running) -> None:
    gift = _paid_otherwise(sims)
    assert _states(gift) == ("held", GiftState.PACKING)
    assert [line for line in reconcile.transfers_fit_their_gifts() if "two ends" in line]

    clerk = make.with_role("clerk")
    for _time in range(2):
        operations.take_as_paid(actor=clerk, gift_id=gift.pk, **TRIAL)

    assert _states(gift) == ("paid", GiftState.DELIVERED)
    assert reconcile.transfers_fit_their_gifts() == []


def test_what_is_held_and_not_paid_is_not_taken_as_paid() -> None:
    gift, bill = worlds.waiting()
    told = BillInput(state=TransferState.AWAITING_USER_CONFIRM, amount=1)
    operations.hold_bill(bill_no=bill.bill_no, told=told, least=NO_WAIT, now=make.NOW)

    with pytest.raises(errors.NotHeld):
        operations.take_as_paid(actor=make.with_role("clerk"), gift_id=gift.pk, **TRIAL)
    assert _states(gift) == ("held", GiftState.PACKING)


def test_what_is_held_can_be_taken_back_at_the_payer(sims: Running) -> None:
    gift, bill = worlds.waiting()
    told = BillInput(state=TransferState.AWAITING_USER_CONFIRM, amount=1)
    for _time in range(2):
        operations.hold_bill(bill_no=bill.bill_no, told=told, least=NO_WAIT, now=make.NOW)
    assert TransferStep.objects.filter(reason="WRONG_AMOUNT").count() == 1

    operations.take_back_money(actor=make.with_role("clerk"), gift_id=gift.pk, **TRIAL)
    run_jobs(STOPPING)

    assert _follow().state == "cancelled"
    assert make.state_of(gift) == GiftState.RETURNED


# --- taking back ----------------------------------------------------------------------------------


def test_what_nobody_confirmed_is_taken_back_and_free_again(sims: Running) -> None:
    shelf = worlds.money()
    gift = worlds.accepted(of=shelf)
    run_jobs(worlds.PAYING)

    for _time in range(2):
        operations.take_back_money(actor=make.with_role("clerk"), gift_id=gift.pk, **TRIAL)
    person = gift.recipient_id or 0
    money = money_queries.money_of(gift_id=gift.pk, member_id=person)
    assert money is not None and (money.waits, money.package) == (False, "")
    run_jobs(STOPPING)
    bill = _follow()

    assert (bill.state, bill.reason, bill.cancel_reason) == ("cancelled", "BY_DESK", "wrong list")
    assert (make.state_of(gift), make.left(shelf)) == (GiftState.RETURNED, 1)
    assert Job.objects.filter(kind="gifts.stop-bill").count() == 1
    assert "take it back" in reason_for_recipient(bill.reason)["en"]


def test_who_confirmed_before_keeps_the_money(sims: Running) -> None:
    gift, bill = worlds.waiting()
    operations.take_back_money(actor=make.with_role("clerk"), gift_id=gift.pk, **TRIAL)
    sims.change_transfer(bill.bill_no, "confirm")

    run_jobs(STOPPING)

    assert _follow().state == "paid"
    assert make.state_of(gift) == GiftState.DELIVERED


@pytest.mark.parametrize("kind", ["do-then-hang", "do-then-500", "do-then-reset", "half-body", "unsigned"])
def test_a_lost_answer_to_taking_back_is_asked_for(sims: Running, kind: str) -> None:
    gift, _bill = worlds.waiting()
    operations.take_back_money(actor=make.with_role("clerk"), gift_id=gift.pk, **TRIAL)
    sims.fault("wechatpay", kind, operation="cancel")
    run_jobs(STOPPING)
    assert worlds.bill_of(gift).state == "awaiting_user_confirm"

    _again(STOPPING)

    assert _states(gift) == ("cancelled", GiftState.RETURNED)


@pytest.mark.parametrize("kind", ["hang", "500", "reset", "busy"])
def test_a_wish_that_never_arrived_is_said_again(sims: Running, kind: str) -> None:
    gift, _bill = worlds.waiting()
    operations.take_back_money(actor=make.with_role("clerk"), gift_id=gift.pk, **TRIAL)
    sims.fault("wechatpay", kind, operation="cancel")
    run_jobs(STOPPING)

    _again(STOPPING)

    assert _follow().state == "cancelled"


def test_where_the_payer_will_not_take_it_back_the_recipient_may_confirm(sims: Running) -> None:
    gift, bill = worlds.waiting()
    operations.take_back_money(actor=make.with_role("clerk"), gift_id=gift.pk, **TRIAL)
    sims.fault("wechatpay", "no-permission", operation="cancel")
    run_jobs(STOPPING)

    now = worlds.bill_of(gift)
    assert (now.state, now.cancel_asked_at, now.package) == (bill.state, None, bill.package)
    operations.take_back_money(actor=make.with_role("clerk"), gift_id=gift.pk, **TRIAL)
    run_jobs(STOPPING)
    assert _follow().state == "cancelled"


def test_what_is_confirmed_or_being_asked_for_is_too_late() -> None:
    clerk = make.with_role("clerk")
    asked = worlds.accepted()
    with pytest.raises(errors.TooLateToStop):
        operations.take_back_money(actor=clerk, gift_id=asked.pk, **TRIAL)
    Transfer.objects.update(state="transferring")
    with pytest.raises(errors.TooLateToStop):
        operations.take_back_money(actor=clerk, gift_id=asked.pk, **TRIAL)
    Transfer.objects.update(state="requested")
    assert not Job.objects.filter(kind="gifts.stop-bill").exists()


def test_a_reason_is_needed_and_the_right_desk(sims: Running) -> None:
    gift = _refused(sims)
    clerk, other = make.with_role("clerk"), make.with_role("clerk", scope="brand:other")
    for act in (operations.take_back_money, operations.ask_payer_anew, operations.take_as_paid):
        with pytest.raises(errors.ReasonMissing):
            act(actor=clerk, gift_id=gift.pk, reason=" ", now=make.NOW)
        for stranger in (other, gift.recipient or other):
            with pytest.raises(NotFound):
                act(actor=stranger, gift_id=gift.pk, **TRIAL)
    assert worlds.bill_of(gift).state == "refused"


# --- interfaces -----------------------------------------------------------------------------------


def test_a_program_sees_the_desk_and_acts(sims: Running, client: Client) -> None:
    gift = _refused(sims)
    client.force_login(make.with_role("clerk"))

    told = client.get("/api/v1/bills-at-desk/").json()["items"]
    answer = client.post(
        f"/api/v1/gifts/{gift.public_id}/transfer/ask-anew/",
        {"reason": "mended"},
        content_type="application/json",
        headers={"Idempotency-Key": "anew-anew-anew-1"},
    )

    assert [(one["gift"], one["state"], one["reason"]) for one in told] == [
        (gift.public_id, "refused", "NO_AUTH")
    ]
    assert (answer.status_code, answer.json()["state"]) == (202, "requested")


def test_no_clerk_sees_what_opens_a_confirmation(client: Client) -> None:
    _gift, bill = worlds.waiting()
    client.force_login(make.with_role("clerk"))

    page = client.get(f"/admin/gifts/transfer/{bill.pk}/change/").content.decode()

    assert bill.bill_no in page and bill.package not in page


def test_the_admin_takes_back_with_a_reason(sims: Running, client: Client) -> None:
    gift, bill = worlds.waiting()
    client.force_login(make.with_role("clerk"))
    data = {"action": "take_back", "_selected_action": [str(bill.pk)], "reason": "wrong list"}

    page = client.post("/admin/gifts/transfer/", data, follow=True).content.decode()

    assert worlds.bill_of(gift).cancel_reason == "wrong list"
    assert "being taken back" in page
