"""What is built once answers as the ORM would, for every value and at every time."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Member, RoleGrant
from campaigns.models import Campaign
from common.clock import DbNowOnce
from common.compiled import CannotCompile, Compiled, forget_all
from tests.factories.accounts import MemberFactory
from tests.factories.campaigns import live

pytestmark = pytest.mark.django_db


def _roles(member_id: int, locale: str) -> QuerySet[Any, Any]:
    held = RoleGrant.objects.filter(member_id=OuterRef("pk"))
    rows = Member.objects.filter(pk=member_id, locale=locale)
    return rows.values_list("pk", "joined_at", "is_staff", Exists(held), "display_name")


def test_answers_as_the_orm_does_whoever_is_asked_for() -> None:
    compiled = Compiled(_roles, member_id=int, locale=str)
    for member in MemberFactory.create_batch(3, locale="en"):
        assert compiled.rows(member_id=member.pk, locale="en") == list(_roles(member.pk, "en"))
        assert compiled.rows(member_id=member.pk, locale="zh-hans") == []


def test_columns_are_converted_and_named() -> None:
    campaign = live()
    names = ("pk", "title", "opens_at", "brand__name")

    def build(slug: str) -> QuerySet[Any, Any]:
        return Campaign.objects.filter(slug=slug).values_list(*names, named=True)

    row = Compiled(build, slug=str).rows(slug=campaign.slug)[0]
    assert row == build(campaign.slug)[0]
    assert (row.title, row.opens_at) == (campaign.title, campaign.opens_at)


def test_is_built_once_and_asks_once_each_time() -> None:
    built = []

    def build(member_id: int) -> QuerySet[Any, Any]:
        built.append(member_id)
        return Member.objects.filter(pk=member_id).values_list("pk")

    compiled = Compiled(build, member_id=int)
    with CaptureQueriesContext(connection) as asked:
        compiled.rows(member_id=1)
        compiled.rows(member_id=2)
    assert (len(built), len(asked)) == (1, 2)

    forget_all()
    compiled.rows(member_id=1)
    assert len(built) == 2


def test_a_value_is_a_parameter_and_never_sql() -> None:
    MemberFactory.create()
    compiled = Compiled(lambda name: Member.objects.filter(display_name=name).values_list("pk"), name=str)
    assert compiled.rows(name="' OR 1=1 --") == []
    assert compiled.rows(name="%s") == []


def test_the_databases_present_goes_on() -> None:
    member = MemberFactory.create(joined_at=timezone.now() + timedelta(seconds=0.2))

    def build(member_id: int) -> QuerySet[Any, Any]:
        return Member.objects.filter(pk=member_id, joined_at__lt=DbNowOnce()).values_list("pk")

    compiled = Compiled(build, member_id=int)
    assert compiled.rows(member_id=member.pk) == []
    Member.objects.filter(pk=member.pk).update(joined_at=timezone.now() - timedelta(hours=1))
    assert compiled.rows(member_id=member.pk) == [(member.pk,)]


def test_a_time_of_the_process_is_refused() -> None:
    """It would stay the time of the first asking for as long as the process lives."""

    def build(member_id: int) -> QuerySet[Any, Any]:
        return Member.objects.filter(pk=member_id, joined_at__lt=timezone.now()).values_list("pk")

    with pytest.raises(CannotCompile):
        Compiled(build, member_id=int).rows(member_id=1)


def test_a_value_that_was_changed_or_forgotten_on_its_way_is_refused() -> None:
    """Else everybody would be answered what the first one asked."""
    forgetful = Compiled(lambda member_id: Member.objects.values_list("pk"), member_id=int)
    changing = Compiled(lambda pk: Member.objects.filter(pk=pk + 1).values_list("pk"), pk=int)
    for compiled, values in ((forgetful, {"member_id": 1}), (changing, {"pk": 1})):
        with pytest.raises(CannotCompile):
            compiled.rows(**values)
