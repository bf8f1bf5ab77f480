"""What was decided in a group stands there for everybody who sees it, without names and words."""

import pytest

from common.clock import db_now
from groups import operations, queries
from groups.models import Group
from groups.moderation_states import ActionKind
from tests.factories.groups import group, member, steward_of
from tests.factories.moderation import decided, flagged, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return member(display_name="Somebody Known")


@pytest.fixture
def crowd():
    return [member() for _n in range(4)]


@pytest.fixture
def made(author, crowd) -> Group:
    return group(author, *crowd)


def entries(made: Group, **page):
    return queries.log_of(group=made, **page)


def test_decisions_and_pauses_stand_there_in_their_order(made, author, crowd) -> None:
    steward = steward_of(made)
    decided(flagged(said(made, author), crowd[0]), steward, ActionKind.NONE)
    post = said(made, author, "Good day")
    action = decided(flagged(said(made, author), crowd[0]), steward, ActionKind.MUTE, days=3)
    for who in crowd[:3]:
        operations.comment(
            actor=who, public_id=post.public_id, body="You are an idiot", as_is=True, now=db_now()
        )
    for who in crowd[:3]:
        flagged(post, who)
    found, following = entries(made)
    assert [(one.kind, one.how, one.state) for one in found] == [
        ("fold", "flags", "in_force"),
        ("pause", "answers", "on"),
        ("mute", "steward", "in_force"),
    ]
    assert (found[2].reason, found[2].until, following) == ("unkind", action.expires_at, None)
    pages, cursor = [], None
    for _n in range(3):
        page, cursor = entries(made, cursor=cursor, size=1)
        pages += [one.kind for one in page]
        if cursor is None:
            break
    assert pages == ["fold", "pause", "mute"]


def test_neither_names_nor_words_are_told(client, made, author, crowd) -> None:
    action = decided(
        flagged(said(made, author, "Secret words"), crowd[0]), steward_of(made), text="Private text"
    )
    client.force_login(crowd[1])
    for address in (f"/groups/{made.public_id}/log/", f"/api/v1/groups/{made.public_id}/log/"):
        body = client.get(address).content.decode()
        assert not [
            word
            for word in ("Somebody Known", "Secret words", "Private text", action.public_id, author.public_id)
            if word in body
        ]
        assert "unkind" in body or "It hurts or attacks somebody" in body


def test_whoever_sees_the_group_sees_the_log_and_nobody_else(client, made) -> None:
    address = f"/groups/{made.public_id}/log/"
    client.force_login(member())
    assert client.get(address).status_code == 200
    Group.objects.filter(pk=made.pk).update(visibility="private")
    assert client.get(address).status_code == 404
