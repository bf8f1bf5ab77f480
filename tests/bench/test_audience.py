"""The count of what viewers see finds nothing; and finds something where a rule is left out."""

import pytest
from django.db.models import Q

from accounts import profile_rules, visibility
from accounts.audience import Relation
from bench.areas.accounts.audience import look

pytestmark = pytest.mark.django_db
FOUR = 4  # one page of each audience


def test_nobody_sees_more_or_less_than_the_rules_say():
    numbers, notes = look(owners=FOUR)
    assert notes["wrong"] == []
    assert numbers["cases"] > 500


def test_a_field_that_is_shown_whatever_its_audience_is_found(monkeypatch):
    monkeypatch.setattr(profile_rules, "may_see", lambda relation, audience: relation != Relation.BLOCKED)
    assert look(owners=1)[0]["leaks"]


def test_a_block_that_is_not_asked_for_is_found(monkeypatch):
    monkeypatch.setattr(visibility, "_blocked_with", lambda viewer_id, path: Q(pk__in=()))
    assert look(owners=1)[0]["leaks"]
