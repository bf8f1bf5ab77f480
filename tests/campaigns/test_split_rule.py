"""The rule that shares a friend's credit: its shape, its words, its field, its judge."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from campaigns.admin.split_rows import initial_split, read_split
from campaigns.amendment_rules import Terms, judge_amendment
from campaigns.queries.amendments import terms_of
from campaigns.rule_shape import find_problems
from campaigns.rulebook import read_rules
from campaigns.split_shape import share_of
from campaigns.split_words import split_lines
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db
SPLIT = {"first": 4000, "last": 6000}
RULES = make.rules_with()


def problems(**changes: Any) -> list[str]:
    return [problem.path for problem in find_problems(RULES | {"split": SPLIT} | changes)]


@pytest.mark.parametrize(
    ("split", "path"),
    [
        ({"first": 4000, "last": 5999}, "split"),
        ({"first": 4000}, "split.last"),
        ({"first": 0, "last": 10_000}, "split.first"),
        ({"first": 10_000, "last": 0}, "split.first"),
        ({"first": "4000", "last": 6000}, "split.first"),
        ({"first": 4000, "last": 6000, "middle": 1}, "split.middle"),
        ([4000, 6000], "split"),
    ],
)
def test_a_mistake_is_pointed_at(split: object, path: str) -> None:
    assert problems(split=split)[0] == path


def test_a_share_is_worth_something() -> None:
    assert problems(credit={"registered": 0, "real_name": 2}, split={"first": 5000, "last": 5000}) == []
    assert problems(credit={"registered": 0, "real_name": 1}) == ["split"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"last_mile": {"hours": 48, "percent": 20}}, "one friend short"),
        (
            {"further": [{"key": "hi", "whom": "invitee", "kind": "draw_entry"}]},
            "the friend gets a reward, too",
        ),
        ({"board": {"whose": "member"}}, "with a board"),
    ],
)
def test_shares_keep_out_of_what_counts_whole_friends(changes: Mapping[str, Any], sentence: str) -> None:
    found = find_problems(RULES | {"split": SPLIT} | dict(changes))
    assert any(each.path == "split" and sentence in str(each.why) for each in found)


def test_everybody_reads_it_in_both_languages() -> None:
    rulebook = read_rules(RULES | {"split": {"first": 3333, "last": 6667}})
    assert "33.33% for whoever’s was opened first, 66.67% for" in split_lines(rulebook)[0]
    with override("zh-hans"):
        assert "最先打开的邀请的发出者得 33.33%" in split_lines(rulebook)[0]
    assert split_lines(read_rules(RULES)) == []


def test_the_form_keeps_every_basis_point() -> None:
    rules = {"split": {"first": 3333, "last": 6667}}
    assert read_split(initial_split(rules)) == rules
    assert read_split(initial_split({})) == {}


def test_the_draft_s_form_has_the_field() -> None:
    campaign = make.draft(split=SPLIT)
    client = Client()
    client.force_login(make.manager_of(campaign.brand))
    page = client.get(f"/admin/campaigns/campaign/{campaign.pk}/draft/").content.decode()
    assert 'name="split_first" value="40' in page


def sealed(**rules: Any) -> Terms:
    version = make.live(**rules).current
    assert version is not None
    return terms_of(version)


def test_it_stays_as_it_was_sealed() -> None:
    old = sealed(split=SPLIT)
    for split in ({"first": 5000, "last": 5000}, None):
        new = sealed(**({"split": split} if split else {}))
        verdicts = [each for each in judge_amendment(old, new) if each.path == "split"]
        assert [(each.code, each.is_favourable) for each in verdicts] == [("takes-from-others", False)]


def test_the_worst_case_is_a_shared_friend() -> None:
    assert read_rules(RULES | {"split": SPLIT}).worth_at_least == 40
    assert read_rules(RULES).worth_at_least == 100


@pytest.mark.parametrize("worth", range(1, 200, 7))
@pytest.mark.parametrize("share_bp", [1, 3333, 5000, 9999])
def test_a_share_never_falls_and_never_exceeds(worth: int, share_bp: int) -> None:
    assert 0 <= share_of(worth, share_bp) <= share_of(worth + 1, share_bp) <= worth + 1
