"""Money from "yes" to the recipient's own confirmation, with lost answers and killed workers."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from pytest_django import Settings

from accounts.models import LinkedLogin
from accounts.queries import payee_of
from common.clock import db_now
from gifts import errors, money_queries, money_tasks, operations
from gifts.models import StockEntry, Transfer, TransferStep
from gifts.operations import BillInput
from gifts.operations.leaving import let_go_of_gifts
from gifts.states import GiftState, TransferState
from outbox.models import AuditLine, FactRow, Job
from outbox.testing import run_jobs
from simulators.testing import Running
from tests.factories import gifts as make
from tests.gifts import money as worlds

pytestmark = pytest.mark.django_db
FOLLOWING = ["gifts.follow-transfer"]
NO_WAIT = timedelta(0)


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
    money_tasks.follow_transfers()
    run_jobs(FOLLOWING)
    return Transfer.objects.get()


def _facts(kind: str) -> int:
    return FactRow.objects.filter(kind=kind).count()


# --- the way of a bill ----------------------------------------------------------------------------


def test_money_waits_for_its_recipient_and_is_then_theirs(sims: Running) -> None:
    shelf = worlds.money(stock=2)
    gift = worlds.accepted(of=shelf)
    run_jobs(worlds.PAYING)
    bill = worlds.bill_of(gift)
    assert (bill.state, bill.amount, bill.currency) == ("awaiting_user_confirm", 1880, "CNY")
    assert make.left(shelf) == 1
    assert _facts("gifts.money-waits") == 1

    sims.change_transfer(bill.bill_no, "confirm")
    paid = _follow()

    assert (paid.state, paid.package) == ("paid", "")
    assert make.state_of(gift) == GiftState.DELIVERED
    assert StockEntry.objects.filter(gift=gift, kind="consume").count() == 1
    assert sims.transfers()["totals"] == {"bills": 1, "creates": 1, "paid": 1, "doubled": 0}


def test_what_nobody_confirms_goes_back_and_its_recipient_is_told(sims: Running) -> None:
    shelf = worlds.money()
    gift = worlds.accepted(of=shelf)
    run_jobs(worlds.PAYING)

    sims.change_transfer(worlds.bill_of(gift).bill_no, "fail", reason="OVERDUE_CLOSE")
    _follow()

    assert make.state_of(gift) == GiftState.EXPIRED
    assert make.left(shelf) == 1
    assert [_facts(kind) for kind in ("gifts.money-came-back", "gifts.offer-expired")] == [1, 1]


def test_what_cannot_be_paid_comes_back_and_may_be_offered_again(sims: Running) -> None:
    gift = worlds.accepted()
    run_jobs(worlds.PAYING)
    sims.change_transfer(worlds.bill_of(gift).bill_no, "fail", reason="ACCOUNT_FROZEN")
    _follow()
    assert make.state_of(gift) == GiftState.RETURNED

    again = operations.offer_again(actor=make.with_role("clerk"), gift_id=gift.pk, now=make.NOW)

    assert (again.state, again.recipient_id) == (GiftState.OFFERED, gift.recipient_id)


def test_what_nobody_confirmed_is_not_offered_again_by_the_desk(sims: Running) -> None:
    gift = worlds.accepted()
    run_jobs(worlds.PAYING)
    sims.change_transfer(worlds.bill_of(gift).bill_no, "fail", reason="OVERDUE_CLOSE")
    _follow()

    with pytest.raises(errors.NotBack):
        operations.offer_again(actor=make.with_role("clerk"), gift_id=gift.pk, now=make.NOW)


def test_a_payer_that_cannot_be_asked_is_asked_later(sims: Running) -> None:
    worlds.accepted()
    run_jobs(worlds.PAYING)
    sims.fault("wechatpay", "500", operation="query")

    bill = _follow()

    assert (bill.state, bill.next_check_at is not None) == (TransferState.AWAITING_USER_CONFIRM, True)


@pytest.mark.usefixtures("breaks_invariants")
def test_a_bill_that_the_payer_knows_with_another_amount_is_held_and_asked_about_again(
    sims: Running,
) -> None:
    _gift, bill = worlds.waiting()
    Transfer.objects.update(amount=bill.amount + 1)
    sims.change_transfer(bill.bill_no, "pay")

    asked = _follow()

    assert (asked.state, asked.told_amount) == (TransferState.HELD, bill.amount)
    assert asked.next_check_at is not None and asked.next_check_at > db_now()


# --- lost answers and kills -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["do-then-hang", "do-then-500", "do-then-reset", "half-body", "unsigned"])
def test_a_lost_answer_is_asked_for_and_makes_no_second_bill(sims: Running, kind: str) -> None:
    gift = worlds.accepted()
    sims.fault("wechatpay", kind, operation="create")
    run_jobs(worlds.PAYING)
    assert (make.state_of(gift), worlds.bill_of(gift).state) == (GiftState.PACKING, "requested")

    _again(worlds.PAYING)

    bill = worlds.bill_of(gift)
    assert (bill.state, bool(bill.package)) == (TransferState.AWAITING_USER_CONFIRM, True)
    assert sims.transfers()["totals"] | {"creates": 0} == {"bills": 1, "creates": 0, "paid": 0, "doubled": 0}


@pytest.mark.parametrize("kind", ["hang", "500", "reset"])
def test_what_never_arrived_is_sent_once_the_payer_knows_of_nothing(sims: Running, kind: str) -> None:
    gift = worlds.accepted()
    sims.fault("wechatpay", kind, operation="create")
    run_jobs(worlds.PAYING)

    _again(worlds.PAYING)

    assert worlds.bill_of(gift).state == TransferState.AWAITING_USER_CONFIRM
    assert sims.transfers()["totals"]["bills"] == 1


def test_while_the_payer_cannot_be_asked_nothing_is_sent_again(sims: Running) -> None:
    worlds.accepted()
    sims.fault("wechatpay", "do-then-reset", operation="create")
    run_jobs(worlds.PAYING)
    sims.fault("wechatpay", "500", operation="query", count=5)

    _again(worlds.PAYING)

    assert sims.transfers()["totals"]["creates"] == 1


def test_a_worker_killed_between_sending_and_writing_down_pays_once(
    sims: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next worker finds the job as the killed one left it: a lease that ran out, sent or not."""
    gift = worlds.accepted()

    class Killed(BaseException):
        pass

    def dies(*args: Any, **more: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(operations, "record_bill", dies)
        with pytest.raises(Killed):
            run_jobs(worlds.PAYING)
    Job.objects.filter(kind="gifts.pay-gift").update(lease_until=datetime(2020, 1, 1, tzinfo=UTC))
    run_jobs(worlds.PAYING)

    assert worlds.bill_of(gift).state == TransferState.AWAITING_USER_CONFIRM
    assert sims.transfers()["totals"]["bills"] == 1


def test_no_job_and_no_fact_knows_who_is_paid() -> None:
    worlds.accepted()
    run_jobs(worlds.PAYING)

    stored = str([list(model.objects.values()) for model in (Job, FactRow, AuditLine, Transfer, LinkedLogin)])
    assert "openid-lin" not in stored


# --- who, and how much ----------------------------------------------------------------------------


def test_whom_the_payer_does_not_know_is_told_before_anything_is_taken() -> None:
    gift = make.offered(make.member(), of=worlds.money())

    with pytest.raises(errors.PayeeUnknown):
        operations.accept_gift(actor=gift.recipient, gift_id=gift.pk, address=None, now=make.NOW)  # type: ignore[arg-type]

    assert make.state_of(gift) == GiftState.OFFERED
    assert not Transfer.objects.exists()


@pytest.mark.parametrize("was_tried", [False, True])
def test_who_unlinked_before_the_bill_was_made_may_be_offered_it_again(
    sims: Running, was_tried: bool
) -> None:
    shelf = worlds.money()
    gift = worlds.accepted(of=shelf)
    if was_tried:
        sims.fault("wechatpay", "reset", operation="create")
        run_jobs(worlds.PAYING)
    LinkedLogin.objects.filter(member=gift.recipient).delete()

    _again(worlds.PAYING)

    bill = worlds.bill_of(gift)
    assert (bill.state, bill.reason, make.state_of(gift)) == ("failed", "NO_PAYEE", GiftState.RETURNED)
    assert (make.left(shelf), sims.transfers()["totals"]["bills"]) == (1, 0)
    assert _facts("gifts.money-came-back") == 1


def test_no_clerk_fetches_what_a_payer_pays() -> None:
    gift = worlds.accepted()
    with pytest.raises(errors.NothingToPick):
        operations.make_pick_list(actor=make.with_role("clerk"), gift_ids=[gift.pk], now=make.NOW)


def test_who_leaves_before_anything_was_sent_keeps_no_money_waiting() -> None:
    shelf = worlds.money()
    gift = worlds.accepted(of=shelf)

    assert let_go_of_gifts(gift.recipient_id or 0, make.NOW) is None
    run_jobs(worlds.PAYING)

    assert (make.state_of(gift), make.left(shelf)) == (GiftState.DECLINED, 1)
    assert worlds.bill_of(gift).state == TransferState.CANCELLED


def test_who_leaves_while_money_waits_is_told_of_money() -> None:
    gift, _bill = worlds.waiting()
    waits = let_go_of_gifts(gift.recipient_id or 0, make.NOW)
    assert waits is not None and str(waits.reason).startswith("Money for you waits")


def test_without_a_payer_the_gift_waits(settings: Settings) -> None:
    person = worlds.payable()
    gift = make.offered(person, of=worlds.money())
    settings.PROVIDERS = {}

    with pytest.raises(errors.TransfersOff):
        operations.accept_gift(actor=person, gift_id=gift.pk, address=None, now=make.NOW)
    assert make.state_of(gift) == GiftState.OFFERED


def test_money_over_the_desk_is_handed_over_by_a_clerk(settings: Settings) -> None:
    settings.PROVIDERS = {}
    gift = make.accepted(of=worlds.money(fulfilment="desk"))

    operations.hand_over_gift(actor=make.with_role("clerk"), gift_id=gift.pk, now=make.NOW)

    assert make.state_of(gift) == GiftState.DELIVERED
    assert not Transfer.objects.exists()


@pytest.mark.parametrize("fen", [0, 29, 200_000])
def test_money_has_an_amount_within_what_is_paid_without_a_name(fen: int) -> None:
    with pytest.raises(errors.BadAmount):
        worlds.money(fen=fen)


def test_members_give_each_other_no_money() -> None:
    with pytest.raises(errors.MoneyIsNoPresent):
        worlds.money(for_presents=True)
    shelf = worlds.money()
    with pytest.raises(errors.MoneyIsNoPresent):
        operations.open_to_presents(actor=make.with_role("manager"), item_id=shelf.pk, is_open=True)


def test_money_is_swapped_for_nothing_and_nothing_for_money() -> None:
    thing, cash = make.item(stock=1, value_fen=1880), worlds.money()
    for held, wanted in ((thing, cash), (cash, thing)):
        gift = make.offered(worlds.payable(), of=held)
        with pytest.raises(errors.NotInExchange):
            operations.swap_gift(actor=gift.recipient, gift_id=gift.pk, item_id=wanted.pk, now=make.NOW)  # type: ignore[arg-type]


def test_only_its_recipient_sees_the_money() -> None:
    gift = worlds.accepted()

    assert money_queries.money_of(gift_id=gift.pk, member_id=gift.recipient_id or 0) is not None
    assert money_queries.money_of(gift_id=gift.pk, member_id=make.member().pk) is None


def test_a_payee_goes_with_the_members_key() -> None:
    person = worlds.payable()
    assert payee_of(person.pk) == "openid-lin"

    LinkedLogin.objects.filter(member=person).delete()

    assert payee_of(person.pk) == ""


def test_writing_a_bill_down_twice_changes_nothing() -> None:
    gift, bill = worlds.waiting()
    told = BillInput(state=TransferState.PAID, provider_ref="1330", amount=1880)
    for _ in range(2):
        operations.record_bill(bill_no=bill.bill_no, told=told, least=NO_WAIT, now=make.NOW)

    assert StockEntry.objects.filter(gift=gift, kind="consume").count() == 1
    assert TransferStep.objects.filter(state="paid").count() == 1


# --- pages ----------------------------------------------------------------------------------------


def test_the_page_leads_to_the_confirmation_and_the_program_sees_the_same(
    sims: Running, client: Client
) -> None:
    gift, bill = worlds.waiting()
    client.force_login(gift.recipient)  # type: ignore[arg-type]

    page = client.get(f"/gifts/{gift.public_id}/").content.decode()
    told = client.get(f"/api/v1/gifts/{gift.public_id}/transfer/").json()

    assert "¥18.80" in page
    assert f"{sims.url}/wechatpay/confirm?package=" in page
    assert (told["state"], told["amount"], told["package"]) == ("awaiting_user_confirm", 1880, bill.package)


def test_a_gift_without_money_has_no_transfer(client: Client) -> None:
    gift = make.accepted()
    client.force_login(gift.recipient)  # type: ignore[arg-type]

    assert client.get(f"/api/v1/gifts/{gift.public_id}/transfer/").status_code == 404
