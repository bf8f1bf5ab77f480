"""What a payer tells of a bill: genuine, forged, copied, repeated, late, in any order."""

import itertools
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from gifts import reconcile
from gifts.models import StockEntry, Transfer, TransferStep
from gifts.states import GiftState, TransferState
from outbox.models import FactRow
from outbox.testing import run_jobs
from simulators import wechat_pay as simulated
from simulators.testing import Running
from tests.factories import gifts as make
from tests.gifts import money as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sims(settings: Settings) -> Iterator[Running]:
    with worlds.payer_at_work(settings) as running:
        yield running


def _told(bill: Transfer, state: str, **changes: object) -> dict[str, object]:
    told: dict[str, object] = {
        "mch_id": simulated.MERCHANT,
        "out_bill_no": bill.bill_no,
        "transfer_bill_no": "1330000000001",
        "state": state,
        "transfer_amount": bill.amount,
        "update_time": "2026-04-02T10:00:00+08:00",
    }
    return told | changes


def _post(running: Running, told: dict[str, object], *, at: float | None = None) -> int:
    key = running.plan.alipay_keys.wechat_pay.private
    headers, body = simulated.notice(told, key, at=at if at is not None else time.time())
    answer = Client().post("/callbacks/wechat-pay/", body, content_type="application/json", headers=headers)
    return answer.status_code


def test_a_genuine_notice_pays_the_gift(sims: Running) -> None:
    gift, bill = worlds.waiting()

    assert _post(sims, _told(bill, "SUCCESS")) == 204
    assert make.state_of(gift) == GiftState.DELIVERED


def test_the_payers_own_notices_are_taken(sims: Running, live_server: Any) -> None:
    gift, bill = worlds.waiting()
    sims.change_transfer(bill.bill_no, "pay")

    told = sims.post("/_control/transfers/deliver", url=f"{live_server.url}/callbacks/wechat-pay/")

    assert [one["status"] for one in told["delivered"]] == [204]
    assert make.state_of(gift) == GiftState.DELIVERED


def test_news_that_comes_before_our_own_answer_counts(sims: Running) -> None:
    gift = worlds.accepted()
    bill = worlds.bill_of(gift)

    assert _post(sims, _told(bill, "SUCCESS")) == 204
    run_jobs(worlds.PAYING)

    assert (make.state_of(gift), worlds.bill_of(gift).state) == (GiftState.DELIVERED, "paid")
    assert sims.transfers()["totals"]["creates"] == 0


def test_a_forged_or_copied_notice_changes_nothing(sims: Running) -> None:
    gift, bill = worlds.waiting()
    headers, body = simulated.notice(
        _told(bill, "SUCCESS"), sims.plan.alipay_keys.merchant.private, at=time.time()
    )
    for sent in ({}, headers):
        answer = Client().post("/callbacks/wechat-pay/", body, content_type="application/json", headers=sent)
        assert answer.status_code == 403

    assert _post(sims, _told(bill, "SUCCESS"), at=time.time() - 301) == 403
    assert _post(sims, _told(bill, "SUCCESS", mch_id="1")) == 403
    assert make.state_of(gift) == GiftState.PACKING


def test_a_notice_of_another_amount_or_bill_is_refused(sims: Running) -> None:
    gift, bill = worlds.waiting()

    assert _post(sims, _told(bill, "SUCCESS", transfer_amount=1)) == 409
    assert _post(sims, _told(bill, "SUCCESS", out_bill_no="0" * 32)) == 404
    assert make.state_of(gift) == GiftState.PACKING
    assert not TransferStep.objects.filter(state="paid").exists()


ORDERS = list(itertools.permutations(["PROCESSING", "WAIT_USER_CONFIRM", "TRANSFERING", "SUCCESS"]))


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_in_whatever_order_news_comes_nothing_goes_back(sims: Running, order: tuple[str, ...]) -> None:
    gift, bill = worlds.waiting()
    seen = [list(TransferState).index(TransferState(bill.state))]

    for state in (*order, *order):
        assert _post(sims, _told(bill, state)) == 204
        seen.append(list(TransferState).index(TransferState(worlds.bill_of(gift).state)))

    assert seen == sorted(seen)
    assert (make.state_of(gift), worlds.bill_of(gift).state) == (GiftState.DELIVERED, "paid")
    assert StockEntry.objects.filter(gift=gift, kind="consume").count() == 1
    assert FactRow.objects.filter(kind="gifts.gift-delivered").count() == 1


@pytest.mark.usefixtures("breaks_invariants")
def test_two_ends_of_one_bill_are_noticed_and_the_first_stays(sims: Running) -> None:
    gift, bill = worlds.waiting()
    _post(sims, _told(bill, "FAIL", fail_reason="OVERDUE_CLOSE"))

    assert _post(sims, _told(bill, "SUCCESS")) == 204

    assert make.state_of(gift) == GiftState.EXPIRED
    assert [line for line in reconcile.transfers_fit_their_gifts() if "two ends" in line]
