"""Signatures against the standard's own words, and what never leaves the house."""

import json

from connect.webhook_rules import body_of, headers, lane_of, signature

# https://github.com/standard-webhooks/standard-webhooks, spec and libraries' tests, read November 2026.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE_ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
TIMESTAMP = 1614265330
BODY = b'{"test": 2432232314}'
SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_standards_own_example():
    assert signature(SECRET, message_id=MESSAGE_ID, timestamp=TIMESTAMP, body=BODY) == SIGNED


def test_two_secrets_give_two_signatures():
    found = headers([SECRET, "whsec_AAAA"], message_id=MESSAGE_ID, timestamp=TIMESTAMP, body=BODY)
    first, second = found["webhook-signature"].split(" ")
    assert first == SIGNED
    assert second.startswith("v1,")
    assert first != second


def test_no_row_number_leaves_the_house():
    body = body_of(
        kind="gifts.gift-offered",
        message_id="m",
        happened_at="2026-11-26T00:00:00+00:00",
        subject="gift",
        sequence=7,
        payload={
            "gift_id": 12,
            "recipient_id": 4,
            "visitor_key": "k",
            "next_recipient_id": None,
            "reason": "x",
        },
        members={4: "abc"},
    )
    assert json.loads(body)["data"] == {"recipient": "abc", "next_recipient": None, "reason": "x"}


def test_one_object_has_one_lane():
    lanes = {lane_of(f"order/{number}", 4) for number in range(100)}
    assert lanes == {0, 1, 2, 3}
    assert lane_of("order/1", 4) == lane_of("order/1", 4)
