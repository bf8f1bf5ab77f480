"""Posters of groups, events and badges: what stands on them, whose they are, and how they end."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
import zxingcpp
from django.conf import settings
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.models import Member
from accounts.operations import ProfileChanges, edit_profile
from common.errors import NotFound
from groups import operations as groups
from groups import posters as of_groups
from groups.models import Event
from outbox.testing import run_jobs
from portal import leaving, operations, pictures
from portal.models import Picture
from tests.factories.accounts import MemberFactory
from tests.factories.events import draft_input, event
from tests.factories.evidence import certified
from tests.factories.groups import group, link, steward_of
from trust import operations as trust
from trust import posters as of_badges

pytestmark = pytest.mark.django_db
CHESS = {"en": "Chess by the river", "zh-hans": "江边下棋"}


def soon() -> Any:
    return (timezone.now() + timedelta(days=9)).replace(microsecond=0)


def to_come(**given: Any) -> Event:
    """An event of this year: a poster is drawn while it is still to come."""
    made = event(title=CHESS, **given)
    Event.objects.filter(pk=made.pk).update(starts_at=soon(), ends_at=soon() + timedelta(hours=2))
    made.refresh_from_db()
    return made


def drawn(subject: str, actor: Any) -> Any:
    operations.ask_for_pictures(actor=actor, subject=subject, now=timezone.now())
    run_jobs()
    key, _, ref = subject.partition("-")
    return Picture.objects.filter(kind=key, ref=ref, drawn_at__isnull=False)


def scanned(rows: Any) -> set[str]:
    """What the codes on the posters say, read from the pictures."""
    found = set()
    for row in rows.filter(shape="poster"):
        picture = Image.open(io.BytesIO(pictures.read(row.digest) or b""))
        assert picture.size == (750, 1334)
        found |= {code.text for code in zxingcpp.read_barcodes(picture)}
    return found


def at(path: str) -> set[str]:
    return {f"{settings.SITE_URL}/{path}/"}


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


# --- groups


def live_link() -> Any:
    made = link(group(name=CHESS))
    made.expires_at = soon()
    made.save()
    return made


def test_a_group_poster_leads_through_its_makers_link() -> None:
    made = live_link()
    assert scanned(drawn(f"group-{made.pk}", made.maker)) == {
        f"{settings.SITE_URL}/groups/links/{made.code}/"
    }
    said = of_groups.invitation(str(made.pk), "zh-hans")
    assert said is not None
    assert (said.title, said.code.replace(" ", "")) == ("江边下棋", made.code)
    assert made.maker.display_name in said.lead


def test_a_link_that_is_over_has_no_poster() -> None:
    for over in ({"uses_left": 0}, {"expires_at": timezone.now() - timedelta(seconds=1)}):
        made = live_link()
        type(made).objects.filter(pk=made.pk).update(**over)
        assert of_groups.invitation(str(made.pk), "en") is None


def test_whoever_left_the_group_has_no_poster_of_it() -> None:
    made = live_link()
    other = group().founded_by
    groups.join_group(actor=other, group_id=made.group_id, now=timezone.now())
    groups.leave_group(actor=made.maker, group_id=made.group_id, now=timezone.now())
    assert of_groups.invitation(str(made.pk), "en") is None


def test_the_invitation_page_shows_the_poster() -> None:
    made = live_link()
    rows = drawn(f"group-{made.pk}", made.maker)
    page = browser(made.maker).get(f"/groups/{made.group.public_id}/invite/").content.decode()
    assert f"/pictures/{rows.get(language='en', shape='poster').digest}.png" in page


# --- events


def test_an_event_poster_says_when_and_not_where() -> None:
    made = to_come(venue="Anna's flat, third floor")
    assert scanned(drawn(f"event-{made.pk}", made.host)) == at(f"events/{made.public_id}")
    for language, title in (("en", "Chess by the river"), ("zh-hans", "江边下棋")):
        said = of_groups.event(str(made.pk), language)
        assert said is not None
        assert said.title == title
        assert "flat" not in str(said)
        assert made.time_zone in str(said.facts)


def test_an_event_called_off_or_over_has_no_poster() -> None:
    made = to_come()
    drawn(f"event-{made.pk}", made.host)
    groups.call_off_event(actor=made.host, event_id=made.pk, now=timezone.now())
    run_jobs()
    assert not Picture.objects.filter(kind="event").exists()
    assert of_groups.event(str(made.pk), "en") is None


def test_another_time_is_drawn_without_asking() -> None:
    made = to_come()
    old = set(drawn(f"event-{made.pk}", made.host).values_list("digest", flat=True))
    given = draft_input(title=CHESS, starts=(soon() + timedelta(days=3)).replace(tzinfo=None))
    groups.change_event(actor=made.host, event_id=made.pk, given=given, now=timezone.now())
    run_jobs()
    fresh = Picture.objects.filter(kind="event", drawn_at__isnull=False)
    assert fresh.count() == 4
    assert old.isdisjoint(fresh.values_list("digest", flat=True))


def test_only_the_host_finds_the_poster_on_the_page() -> None:
    made = to_come()
    subject = f"/posters/event-{made.pk}/"
    assert subject in browser(made.host).get(f"/events/{made.public_id}/").content.decode()
    fellow = group().founded_by
    groups.join_group(actor=fellow, group_id=made.group_id, now=timezone.now())
    assert subject not in browser(fellow).get(f"/events/{made.public_id}/").content.decode()
    assert browser(fellow).get(subject).status_code == 404


def test_whoever_scans_an_event_gets_to_its_group_first() -> None:
    made = to_come(group=group(visibility="listed"))
    answer = browser(group().founded_by).get(f"/events/{made.public_id}/")
    assert (answer.status_code, answer.headers.get("Location")) == (302, f"/groups/{made.group.public_id}/")
    page = browser(group().founded_by).get(f"/events/{made.public_id}/", follow=True).content.decode()
    assert "This event is for the people of this group" in page


@pytest.mark.parametrize("hidden", ["private", "draft", "banned"])
def test_what_may_not_be_known_of_stays_unknown(hidden: str) -> None:
    home = group(visibility="private" if hidden == "private" else "listed")
    made = event(group=home, publish=hidden != "draft")
    who = group().founded_by
    if hidden == "banned":
        mine = groups.join_group(actor=who, group_id=home.pk, now=timezone.now())
        groups.ban_member(actor=steward_of(home), public_id=mine.public_id, reason="spam", now=timezone.now())
    assert browser(who).get(f"/events/{made.public_id}/").status_code == 404


# --- badges


def carried() -> Any:
    holder = MemberFactory.create(display_name="Grace Hopper")
    certified(holder)
    return trust.issue_credential(actor=holder, now=timezone.now())


def test_a_badge_poster_says_what_the_badge_says() -> None:
    row = carried()
    holder = row.certification.member
    assert scanned(drawn(f"badge-{row.public_id}", holder)) == {
        f"{settings.SITE_URL}/verify/{row.public_id}/"
    }
    said = of_badges.badge(row.public_id, "en")
    assert said is not None
    assert "*" in said.lead
    assert holder.display_name not in str(said)


def test_a_badge_taken_back_or_suspended_has_no_poster() -> None:
    row = carried()
    trust.end_credential(actor=row.certification.member, now=timezone.now())
    assert of_badges.badge(row.public_id, "en") is None
    other = carried()
    type(other.certification).objects.filter(pk=other.certification_id).update(state="suspended")
    assert of_badges.badge(other.public_id, "en") is None


def test_the_badge_page_offers_its_poster() -> None:
    row = carried()
    page = browser(row.certification.member).get("/badges/credential/").content.decode()
    assert f"/posters/badge-{row.public_id}/" in page


# --- all of them


def made_of(kind: str) -> tuple[str, Member]:
    if kind == "group":
        invitation = live_link()
        return f"group-{invitation.pk}", invitation.maker
    if kind == "event":
        made = to_come()
        return f"event-{made.pk}", made.host
    row = carried()
    return f"badge-{row.public_id}", row.certification.member


@pytest.mark.parametrize("kind", ["group", "event", "badge"])
def test_nobody_else_has_it_drawn(kind: str) -> None:
    subject, _owner = made_of(kind)
    with pytest.raises(NotFound):
        operations.ask_for_pictures(actor=group().founded_by, subject=subject, now=timezone.now())
    assert not Picture.objects.filter(kind=kind).exists()


@pytest.mark.parametrize("kind", ["group", "event", "badge"])
def test_a_farewell_takes_rows_and_files_along(kind: str, django_capture_on_commit_callbacks: Any) -> None:
    subject, owner = made_of(kind)
    digests = list(drawn(subject, owner).values_list("digest", flat=True))
    assert len(digests) == 4
    assert {row["kind"] for row in leaving.export(owner.pk)["pictures_to_pass_on"]} == {kind}
    with django_capture_on_commit_callbacks(execute=True):
        leaving.erase(owner.pk, timezone.now())
    assert not any(pictures.is_kept(digest) for digest in digests)


@pytest.mark.parametrize("kind", ["group", "event"])
def test_a_new_name_is_drawn_without_asking(kind: str) -> None:
    subject, owner = made_of(kind)
    old = set(drawn(subject, owner).values_list("digest", flat=True))
    edit_profile(actor=owner, changes=ProfileChanges(display_name="小林"), now=timezone.now())
    run_jobs()
    fresh = Picture.objects.filter(kind=kind, drawn_at__isnull=False)
    assert fresh.count() == 4
    assert old.isdisjoint(fresh.values_list("digest", flat=True))


@pytest.mark.parametrize("ref", ["0", "x", "1" * 40, "-1", "¹"])
@pytest.mark.parametrize("kind", ["group", "event", "badge"])
def test_what_does_not_exist_has_no_poster(kind: str, ref: str) -> None:
    someone = group().founded_by
    assert browser(someone).get(f"/posters/{kind}-{ref}/").status_code == 404


def test_nothing_on_a_poster_is_a_reward() -> None:
    said = [of_groups.invitation(str(live_link().pk), "en"), of_groups.event(str(to_come().pk), "en")]
    assert not re.search(r"gift|prize|reward", str(said), re.I)
