"""One member's answer that is sent many times at once, from connections of their own."""

from functools import partial

import pytest

from common.clock import db_now
from groups import operations
from groups.models import PromptAnswer
from tests.factories.groups import group, member
from tests.factories.rituals import opened
from tests.racing import finished, race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_eight_answers_at_once_are_one():
    who = member()
    prompt = opened(group(who))
    answer = partial(
        operations.answer_prompt, actor=who, public_id=prompt.public_id, body="Rain", now=db_now()
    )
    posts = finished(race([answer] * 8))
    assert len({post.pk for post in posts}) == 1
    prompt.refresh_from_db()
    assert (prompt.answer_count, PromptAnswer.objects.count()) == (1, 1)
