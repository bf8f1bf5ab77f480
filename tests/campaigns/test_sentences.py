"""Every decision can be read, in both languages."""

import pytest
from django.utils import translation

from campaigns import sentences

DATA = {
    "missing": ["real_name"],
    "levels": ["real_name"],
    "until": "2026-05-12T09:00:00+08:00",
    "on": "2026-05-02T09:00:00+08:00",
    "credit": 230,
    "goal": 300,
    "reason": "checked by hand",
}


def test_tells_what_would_change_the_answer() -> None:
    text = sentences.explain_referral("not-yet", DATA)

    assert text == (
        "Not counted yet: the real name is not verified. Counts as soon as that is done, until 12 May 2026."
    )


@pytest.mark.parametrize("code", sorted(sentences.REFERRAL))
def test_every_referral_code_has_a_sentence_in_chinese(code: str) -> None:
    english = sentences.explain_referral(code, DATA)
    with translation.override("zh-hans"):
        chinese = sentences.explain_referral(code, DATA)

    assert "%(" not in english + chinese
    assert chinese != english


@pytest.mark.parametrize("code", sorted(sentences.REWARD))
def test_every_reward_code_has_a_sentence_in_chinese(code: str) -> None:
    english = sentences.explain_reward(code, DATA)
    with translation.override("zh-hans"):
        assert sentences.explain_reward(code, DATA) != english


def test_inputs_that_are_missing_never_crash_a_page() -> None:
    assert "–" in sentences.explain_referral("partly", {})
    assert sentences.explain_referral("of-a-later-version", {}) == "of-a-later-version"


@pytest.mark.parametrize(("hundredths", "text"), [(0, "0"), (30, "0.30"), (230, "2.30"), (300, "3")])
def test_credit_is_shown_exactly(hundredths: int, text: str) -> None:
    assert sentences.credit_text(hundredths) == text


def test_a_managers_own_reason_is_shown_as_written() -> None:
    assert sentences.explain_promise("The factory burnt down.") == "The factory burnt down."
    assert sentences.explain_promise("declined") == "The recipient said no, thank you."
