from datetime import timedelta

import pytest

from accounts.models import ApiToken
from accounts.operations import issue_token, revoke_token
from accounts.operations.tokens import find_live_token
from common.clock import db_now, shift_clock
from common.errors import NotFound
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db


def issue(member, **kwargs):
    return issue_token(actor=member, now=db_now(), **kwargs)


def test_the_secret_is_shown_once_and_not_stored():
    issued = issue(MemberFactory.create())
    assert issued.secret.startswith("gx_")
    assert issued.secret not in str(ApiToken.objects.values().get())
    assert issued.secret not in repr(issued)


def test_finds_its_member_in_one_statement(django_assert_num_queries):
    member = MemberFactory.create()
    secret = issue(member).secret
    with django_assert_num_queries(1):
        token = find_live_token(secret)
        assert token is not None and token.member == member


def test_ends_when_it_expires_or_is_revoked():
    member = MemberFactory.create()
    kept, ended = issue(member), issue(member)
    revoke_token(actor=member, public_id=ended.public_id, now=db_now())
    revoke_token(actor=member, public_id=ended.public_id, now=db_now())
    assert find_live_token(ended.secret) is None
    assert find_live_token(kept.secret) is not None
    shift_clock(timedelta(days=91))
    assert find_live_token(kept.secret) is None


def test_revoking_is_hidden_from_other_members():
    issued = issue(MemberFactory.create())
    for public_id in (issued.public_id, "0" * 20):
        with pytest.raises(NotFound):
            revoke_token(actor=MemberFactory.create(), public_id=public_id, now=db_now())
    assert find_live_token(issued.secret) is not None


def test_a_superuser_may_revoke_it():
    issued = issue(MemberFactory.create())
    revoke_token(actor=MemberFactory.create(superuser=True), public_id=issued.public_id, now=db_now())
    assert find_live_token(issued.secret) is None
