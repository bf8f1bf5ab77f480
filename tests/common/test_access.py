import pytest
from django.contrib.auth.models import AnonymousUser

from common import access
from common.access import SYSTEM, allow, declare, may, nobody
from common.errors import NeedsSignIn, NotAllowed, NotFound


class _Person:
    pk = 7
    is_authenticated = True


@pytest.fixture(autouse=True)
def _verbs() -> None:
    if "tests.secret" not in access.declared():
        declare("tests.secret", nobody)
        declare("tests.visible", nobody, hidden=False)


def test_a_hidden_object_is_not_found_by_strangers() -> None:
    with pytest.raises(NotFound):
        allow(_Person(), "tests.secret")


def test_a_visible_one_is_refused_openly() -> None:
    with pytest.raises(NotAllowed):
        allow(_Person(), "tests.visible")


def test_visitors_are_asked_to_sign_in() -> None:
    with pytest.raises(NeedsSignIn):
        allow(AnonymousUser(), "tests.secret")


def test_jobs_pass() -> None:
    allow(SYSTEM, "tests.secret")
    assert may(SYSTEM, "tests.secret")


def test_an_unknown_verb_is_a_bug() -> None:
    with pytest.raises(KeyError):
        allow(_Person(), "tests.unheard-of")


def test_a_verb_has_one_place() -> None:
    with pytest.raises(KeyError):
        declare("tests.secret", nobody)
