from datetime import UTC, datetime

import pytest

from common.moves import unreachable
from trust import errors, rules, states
from trust.working_days import add_working_days


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  张  伟 ", "张伟"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("𠅤㛃〇", "𠅤㛃〇"),
        ("Anna   Berg", "Anna Berg"),
        ("Zoe\u0308 O’Neil", "Zoë O’Neil"),
    ],
)
def test_keeps_a_name_as_its_owner_writes_it(typed, kept):
    assert rules.clean_legal_name(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "张", "张3", "<b>张伟</b>", "张\u202e伟", "··", "王" * 101, "张\x00伟"]
)
def test_refuses_what_is_no_name(typed):
    with pytest.raises(errors.BadLegalName):
        rules.clean_legal_name(typed)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张伟", "张*"),
        ("张小明", "张**"),
        ("欧阳若曦", "欧阳**"),
        ("欧阳", "欧*"),
        ("阿卜杜拉·买买提", "阿**"),
        ("Anna Berg", "A*** B***"),
    ],
)
def test_masks_a_name_without_telling_its_length(name, masked):
    assert rules.mask_legal_name(name) == masked


@pytest.mark.parametrize(("day", "due"), [(16, 19), (18, 23), (20, 25), (21, 25), (22, 25)])
def test_counts_working_days(day, due):
    start = datetime(2026, 11, day, 10, tzinfo=UTC)
    assert add_working_days(start, 3) == start.replace(day=due)


@pytest.mark.parametrize(
    ("moves", "start"),
    [
        (states.CASE_MOVES, states.CaseState.DRAFT),
        (states.TASK_MOVES, states.TaskState.OPEN),
        (states.CERTIFICATION_MOVES, states.CertificationState.PENDING),
    ],
)
def test_every_state_can_be_reached(moves, start):
    assert unreachable(moves, start) == set()
    assert set(moves) == {state for targets in moves.values() for state in targets} | {start}
