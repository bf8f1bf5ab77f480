"""Posters: asked for by their owner, drawn by a job, renewed when their words change, swept in the end."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from accounts.operations import ProfileChanges, edit_profile
from campaigns.models import Campaign
from common.access import SYSTEM
from common.errors import NeedsSignIn, NotFound
from outbox.models import Job
from outbox.testing import run_jobs
from portal import leaving, operations, pictures
from portal.models import Picture
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db
NOW = make.NOW


@pytest.fixture
def link() -> Any:
    """Made by its advocate; the news of it have been heard and the pictures drawn."""
    made = make.link_of(make.member(display_name="Anna"), make.live())
    run_jobs()
    return made


def subject(link: Any) -> str:
    return f"invitation-{link.code}"


def rows(link: Any) -> Any:
    return Picture.objects.filter(kind="invitation", ref=link.code)


def ask(actor: Any, link: Any) -> None:
    operations.ask_for_pictures(actor=actor, subject=subject(link), now=timezone.now())


def signed_in(member: Any) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_new_link_has_its_pictures_drawn_in_both_languages(link: Any) -> None:
    drawn = rows(link).filter(drawn_at__isnull=False)
    assert set(drawn.values_list("language", "shape")) == {
        (language, shape) for language in ("en", "zh-hans") for shape in ("poster", "card")
    }
    assert all(pictures.is_kept(row.digest) for row in drawn)


def test_request_draws_nothing_itself(link: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.operations.pictures.draw", lambda *_: pytest.fail("drawn in a request"))
    assert signed_in(link.advocate).get(f"/posters/{subject(link)}/").status_code == 200


def test_asking_again_changes_nothing_while_nothing_changed(link: Any) -> None:
    before = list(rows(link).values())
    ask(link.advocate, link)
    assert list(rows(link).values()) == before
    assert not Job.objects.filter(kind="portal.draw-picture", state="todo").exists()


def test_changed_name_is_drawn_and_the_old_file_swept(link: Any) -> None:
    old = set(rows(link).values_list("digest", flat=True))
    Member.objects.filter(pk=link.advocate_id).update(display_name="小林")
    page = signed_in(link.advocate).get(f"/posters/{subject(link)}/").content.decode()
    assert "has changed since it was drawn" in page
    signed_in(link.advocate).post(f"/posters/{subject(link)}/")
    run_jobs()
    assert old.isdisjoint(rows(link).values_list("digest", flat=True))
    operations.sweep_pictures(now=timezone.now() + timedelta(hours=2))
    assert not any(pictures.is_kept(digest) for digest in old)
    assert all(pictures.is_kept(digest) for digest in rows(link).values_list("digest", flat=True))


def test_new_name_is_drawn_without_asking(link: Any) -> None:
    old = set(rows(link).values_list("digest", flat=True))
    edit_profile(actor=link.advocate, changes=ProfileChanges(display_name="小林"), now=NOW)
    run_jobs()
    fresh = rows(link).filter(drawn_at__isnull=False)
    assert old.isdisjoint(fresh.values_list("digest", flat=True))
    assert all(pictures.is_kept(row.digest) for row in fresh)


def test_campaign_with_other_words_renews_what_is_about_it(link: Any) -> None:
    old = set(rows(link).values_list("digest", flat=True))
    Campaign.objects.filter(pk=link.campaign_id).update(title={"en": "Autumn walk", "zh-hans": "秋天散步"})
    operations.renew_pictures(about=f"campaign:{link.campaign_id}", now=timezone.now())
    run_jobs()
    assert old.isdisjoint(rows(link).values_list("digest", flat=True))


def test_poster_of_what_is_over_goes(link: Any) -> None:
    make.in_state(Campaign.objects.get(pk=link.campaign_id), "closing")
    operations.renew_pictures(about=f"campaign:{link.campaign_id}", now=timezone.now())
    assert not rows(link).exists()
    assert "This is over" in signed_in(link.advocate).get(f"/posters/{subject(link)}/").content.decode()


@pytest.mark.parametrize(("actor", "refusal"), [(None, NeedsSignIn), ("other", NotFound)])
def test_is_refused_to_whom_it_does_not_belong(link: Any, actor: str | None, refusal: Any) -> None:
    rows(link).delete()
    with pytest.raises(refusal):
        ask(make.member() if actor else AnonymousUser(), link)
    assert not rows(link).exists()


@pytest.mark.parametrize("name", ["nothing", "invitation-", "unknown-7", "campaign-x"])
def test_unknown_subjects_have_no_picture(name: str) -> None:
    if name.startswith("campaign"):
        operations.ask_for_pictures(actor=SYSTEM, subject=name, now=NOW)
    else:
        with pytest.raises(NotFound):
            operations.ask_for_pictures(actor=SYSTEM, subject=name, now=NOW)
    assert not Picture.objects.exists()


def test_lost_file_is_drawn_again(link: Any) -> None:
    digest = rows(link).values_list("digest", flat=True)[0]
    pictures.drop(digest)
    ask(link.advocate, link)
    run_jobs()
    assert pictures.is_kept(digest)


def test_picture_is_kept_by_browsers_for_ever(link: Any) -> None:
    digest = rows(link).filter(shape="poster").values_list("digest", flat=True)[0]
    answer = Client().get(f"/pictures/{digest}.png")
    assert answer.headers["Content-Type"] == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    assert Client().get(f"/pictures/{'0' * 40}.png").status_code == 404
    assert Client().get("/pictures/..%2f..%2fsecret.png").status_code == 404


def metas(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta property="og:([a-z:_]+)" content="([^"]*)">', page))


def test_preview_says_what_the_poster_says_and_no_more(link: Any) -> None:
    found = metas(Client().get(f"/i/{link.code}/").content.decode())
    assert found["title"] == "Anna invites you: Spring outing on sunny days"
    assert "shoes" not in str(found).lower()
    card = rows(link).get(language="en", shape="card").digest
    assert found["image"].endswith(f"/pictures/{card}.png")
    assert found["image"].startswith("http://")


def test_preview_speaks_the_pages_language(link: Any) -> None:
    chinese = metas(Client().get(f"/i/{link.code}/", headers={"accept-language": "zh"}).content.decode())
    assert chinese["title"] == "Anna 邀请您：晴天去春游"
    assert chinese["locale"] == "zh_CN"
    card = rows(link).get(language="zh-hans", shape="card").digest
    assert chinese["image"].endswith(f"/pictures/{card}.png")


def test_campaign_page_has_a_preview_for_visitors_alone(link: Any) -> None:
    address = f"/campaigns/{link.campaign.slug}/"
    assert metas(Client().get(address).content.decode())["title"] == "Spring outing on sunny days"
    assert metas(signed_in(link.advocate).get(address).content.decode()) == {}


def test_share_page_shows_the_poster(link: Any) -> None:
    page = signed_in(link.advocate).get(f"/campaigns/{link.campaign.slug}/share/").content.decode()
    digest = rows(link).get(language="en", shape="poster").digest
    assert f'src="/pictures/{digest}.png"' in page


def test_erasure_takes_pictures_cards_and_steps_along(
    link: Any, django_capture_on_commit_callbacks: Any
) -> None:
    member = link.advocate
    operations.put_card_away(actor=member, card="campaigns.open", stamp="x", now=NOW)
    operations.finish_step(actor=member, step="you", now=NOW)
    digests = list(rows(link).values_list("digest", flat=True))
    told = leaving.export(member.pk)
    assert (len(told["steps_after_joining"]), len(told["cards_put_away"])) == (1, 1)
    for _again in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert leaving.erase(member.pk, NOW) is None
    assert not any(pictures.is_kept(digest) for digest in digests)
    assert not any(leaving.export(member.pk).values())
    assert not rows(link).exists()
