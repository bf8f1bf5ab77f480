"""Rows loaded past the ORM are those that it would write."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict

from accounts.models import Member, Notification
from bench.bulk import load_rows
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
WHEN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def test_columns_that_are_not_named_get_their_defaults():
    names = ("public_id", "handle", "display_name", "joined_at")
    assert load_rows(Member, names, [(f"loaded{n:014d}", f"l-{n}", f"L {n}", WHEN) for n in range(3)]) == 3
    written = Member(public_id="written0000000000000", handle="l-w", display_name="L 1", joined_at=WHEN)
    written.save()
    loaded, own = Member.objects.get(handle="l-1"), {"id", "handle", "public_id"}
    assert model_to_dict(loaded, exclude=own) == model_to_dict(Member.objects.get(pk=written.pk), exclude=own)
    assert (loaded.joined_at, loaded.version, loaded.phone_index) == (WHEN, 0, None)


def test_values_are_adapted_to_their_columns():
    member = MemberFactory.create()
    names = (
        "public_id",
        "member_id",
        "kind",
        "message_class",
        "about",
        "data",
        "local_on",
        "created_at",
        "expires_at",
    )
    row = (
        "n" * 20,
        member.pk,
        "trust.badge",
        "personal",
        "badge:1",
        {"a": [1, "二"]},
        WHEN.date(),
        WHEN,
        WHEN,
    )
    assert load_rows(Notification, names, iter([row])) == 1
    found = Notification.objects.get()
    assert (found.data, found.local_on, found.created_at, found.in_app) == (
        {"a": [1, "二"]},
        WHEN.date(),
        WHEN,
        True,
    )


def test_nothing_is_loaded_from_nothing():
    assert load_rows(Member, ("handle",), []) == 0


def test_the_databases_own_checks_hold():
    MemberFactory.create(handle="taken")
    with pytest.raises(IntegrityError), transaction.atomic():
        load_rows(Member, ("public_id", "handle", "display_name"), [("loaded00000000000000", "taken", "Two")])
