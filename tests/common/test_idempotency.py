import threading

import pytest

from common.errors import KeyReused, Refused
from common.idempotency import Answer, hash_body, once
from common.models import IdempotencyRecord, LimitWindow
from tests.racing import race


def _once(
    act_counter: list[int], *, key: str = "key-1", body: bytes = b"x", actor: str = "member:1"
) -> Answer:
    def act() -> Answer:
        act_counter.append(1)
        return Answer(status=201, body={"number": len(act_counter)})

    return once(actor=actor, scope="test", key=key, body_hash=hash_body(body), act=act)


@pytest.mark.django_db
def test_the_second_request_gets_the_first_answer() -> None:
    calls: list[int] = []

    first, second = _once(calls), _once(calls)

    assert calls == [1]
    assert (first.body, first.replayed) == ({"number": 1}, False)
    assert (second.body, second.status, second.replayed) == ({"number": 1}, 201, True)


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_refused() -> None:
    calls: list[int] = []
    _once(calls)

    with pytest.raises(KeyReused):
        _once(calls, body=b"y")

    assert calls == [1]


@pytest.mark.django_db
def test_keys_belong_to_their_actor() -> None:
    calls: list[int] = []
    _once(calls, actor="member:1")

    other = _once(calls, actor="member:2")

    assert (other.replayed, len(calls)) == (False, 2)


@pytest.mark.django_db
def test_a_refused_request_may_be_sent_again() -> None:
    def refuse() -> Answer:
        raise Refused

    with pytest.raises(Refused):
        once(actor="a", scope="test", key="key-1", body_hash="-", act=refuse)

    assert not IdempotencyRecord.objects.exists()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_twenty_twins_have_one_effect_and_one_answer() -> None:
    lock, made = threading.Lock(), [0]

    def act() -> Answer:
        LimitWindow.objects.create(name="effect", subject="-", starts_at="2026-01-01T00:00:00Z")
        with lock:
            made[0] += 1
            return Answer(status=201, body={"by": made[0]})

    def send() -> Answer:
        return once(actor="a", scope="test", key="key-1", body_hash="-", act=act)

    answers = race([send] * 20)

    assert {answer.body["by"] for answer in answers if isinstance(answer, Answer)} == {1}
    assert not [answer for answer in answers if isinstance(answer, BaseException)]
    assert (made[0], LimitWindow.objects.count()) == (1, 1)
