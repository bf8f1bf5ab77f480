"""What members tell about themselves, and who gets to see it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts import errors, people
from accounts.audience import Audience, Relation
from accounts.models import Member, Profile
from accounts.names import LegalNameSource, legal_name_sources
from accounts.operations import (
    ProfileChanges,
    block_member,
    edit_profile,
    enter_circle,
    erase_profile,
    mute_member,
)
from accounts.profile_rules import ProvenName, clean_links, clean_paragraphs
from common.errors import NotFound
from common.models import SearchEntry
from outbox.models import FactRow
from tests.factories.accounts import JOINED, MemberFactory
from tests.factories.trust import CertificationFactory

pytestmark = pytest.mark.django_db
FULL = {
    "english_name": "Avery",
    "headline": "Builds bridges",
    "city": "杭州",
    "industry": "energy",
    "bio": "Tea.\n\nMountains.",
    "links": ["example.org/avery"],
}
EVERYBODY = dict.fromkeys(
    ["name", "english_name", "headline", "city", "industry", "bio", "links"], Audience.PUBLIC
)


def edit(member, **changes):
    return edit_profile(actor=member, changes=ProfileChanges(**changes), now=JOINED)


@pytest.fixture
def owner():
    member = MemberFactory.create(display_name="Avery Lake")
    edit(member, **FULL)
    return member


def browser(member=None):
    client = Client()
    if member:
        client.force_login(member)
    return client


def page(member, viewer=None):
    return browser(viewer).get(f"/people/{member.public_id}/")


def plain(answer, owner):
    """Without the address and the form's token."""
    text = answer.content.decode().replace(owner.public_id, "z" * 20)
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


# --- editing


def test_an_edit_sets_what_it_names_and_leaves_the_rest(owner):
    edit(owner, headline="Builds tunnels")
    profile = Profile.objects.get(pk=owner.pk)
    assert (profile.headline, profile.city, profile.links) == (
        "Builds tunnels",
        "杭州",
        ["https://example.org/avery"],
    )


def test_the_same_again_is_no_news(owner):
    facts = FactRow.objects.filter(kind="accounts.profile-changed").count()
    edit(owner, **FULL, display_name="Avery Lake")
    assert FactRow.objects.filter(kind="accounts.profile-changed").count() == facts


def test_news_tells_fields_and_no_words(owner):
    payload = FactRow.objects.get(kind="accounts.profile-changed").payload
    assert "headline" in payload["fields"]
    assert "bridges" not in str(payload)


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"display_name": " "}, errors.BadDisplayName, "display_name"),
        ({"headline": "x" * 81}, errors.TooLong, "headline"),
        ({"bio": "x" * 601}, errors.TooLong, "bio"),
        ({"industry": "wizardry"}, errors.UnknownIndustry, "industry"),
        ({"name_form": "loud"}, errors.UnknownNameForm, "name_form"),
        ({"audiences": {"headline": 9}}, errors.UnknownAudience, "headline_audience"),
        ({"audiences": {"password": 3}}, errors.UnknownAudience, "password_audience"),
        ({"links": ["https://example.org", "javascript:alert(1)"]}, errors.BadLink, "link_2"),
    ],
)
def test_a_bad_value_is_refused_and_nothing_changes(owner, changes, refusal, field):
    before = Profile.objects.filter(pk=owner.pk).values().get()
    with pytest.raises(refusal) as caught:
        edit(owner, city="Elsewhere", **changes)
    assert caught.value.field == field
    assert Profile.objects.filter(pk=owner.pk).values().get() == before


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/",
        "https://user:pw@example.org/",
        "https://user@example.org/",
        "https://localhost/",
        "http://127.0.0.1/",
        "https://exa mple.org",
        "https://[::1]/",
        "https://example.org:99999/",
        "https://",
        "x" * 201,
    ],
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(errors.BadLink):
        clean_links([url])


def test_addresses_are_tidied_and_kept_once():
    assert clean_links(["Example.ORG/Me", "", "https://example.org/Me"]) == ["https://example.org/Me"]
    assert clean_links(["https://例子.中国/路"]) == ["https://xn--fsqu00a.xn--fiqs8s/路"]


def test_invisible_signs_are_dropped_and_lines_stay():
    text = "a\u202eb\x00c\r\n\r\n\r\n\r\nd\u200d"
    assert clean_paragraphs(text, length=20, field="bio") == "abc\n\nd\u200d"


# --- seeing


def test_nothing_is_public_until_chosen(owner):
    assert page(owner).status_code == 404
    edit(owner, audiences={"headline": Audience.PUBLIC})
    assert page(owner).status_code == 404
    edit(owner, audiences={"name": Audience.PUBLIC})
    text = page(owner).content.decode()
    assert "Builds bridges" in text
    assert "杭州" not in text


def test_a_member_who_never_said_anything_has_a_page_for_members():
    quiet = MemberFactory.create(display_name="Quiet")
    assert page(quiet, MemberFactory.create()).status_code == 200
    assert page(quiet).status_code == 404


def test_the_circle_sees_more_than_members(owner):
    viewer = MemberFactory.create()
    assert "Mountains" not in page(owner, viewer).content.decode()
    for one in (owner, viewer):
        enter_circle(circle="group:a", member_id=one.pk, step=1)
    text = page(owner, viewer).content.decode()
    assert "Mountains" in text
    assert 'rel="nofollow ugc noopener noreferrer"' in text


def test_a_block_reads_like_nobody_at_all(owner):
    viewer = MemberFactory.create()
    block_member(actor=owner, member_id=viewer.pk, now=JOINED)
    client = browser(viewer)
    hidden, nobody = (client.get(f"/people/{key}/") for key in (owner.public_id, "z" * 20))
    assert (hidden.status_code, nobody.status_code) == (404, 404)
    assert plain(hidden, owner) == plain(nobody, owner)
    assert page(viewer, owner).status_code == 404


@pytest.mark.parametrize("state", ["suspended", "erased"])
def test_whoever_is_gone_has_no_page(owner, state):
    gone = {"phone_index": None, "phone_sealed": "", "email_index": None, "email_sealed": ""}
    Member.objects.filter(pk=owner.pk).update(state=state, **gone)
    assert page(owner, MemberFactory.create()).status_code == 404


@pytest.mark.parametrize("relation", Relation)
def test_seeing_oneself_as_another_is_what_the_other_sees(owner, relation):
    edit(owner, audiences={**EVERYBODY, "headline": Audience.CIRCLE, "city": Audience.MEMBERS})
    viewer = {
        Relation.SELF: owner,
        Relation.VISITOR: None,
    }.get(relation, MemberFactory.create())
    if relation == Relation.CIRCLE:
        for one in (owner, viewer):
            enter_circle(circle="group:a", member_id=one.pk, step=1)
    if relation == Relation.BLOCKED:
        block_member(actor=viewer, member_id=owner.pk, now=JOINED)
    as_text = browser(owner).get(f"/me/profile/as/{relation.value}/").content.decode()
    real = page(owner, viewer)
    for words in ("Builds bridges", "杭州", "Mountains", "Avery"):
        shown = real.status_code == 200 and words in real.content.decode().split("<main", 1)[1]
        assert (words in as_text.split("<main", 1)[1]) == shown


def test_the_page_costs_the_same_whoever_looks(owner, django_assert_num_queries):
    viewer = MemberFactory.create()
    with django_assert_num_queries(1):
        people.person_seen_by(viewer, owner.public_id)
    block_member(actor=owner, member_id=viewer.pk, now=JOINED)
    with django_assert_num_queries(1), pytest.raises(NotFound):
        people.person_seen_by(viewer, owner.public_id)
    with django_assert_num_queries(1), pytest.raises(NotFound):
        people.person_seen_by(viewer, "z" * 20)


# --- names


@pytest.fixture
def legal_name():
    """A source that counts how often it is asked."""
    asked: list[int] = []

    def name_of(member_id):
        asked.append(member_id)
        return ProvenName(full="欧阳若曦", masked="欧阳**")

    source = legal_name_sources.register(LegalNameSource(key="a-test", name_of=name_of))
    yield asked
    del legal_name_sources._items[source.key]


def named(owner, relation):
    person = people.as_seen_by(owner, relation)
    assert person is not None
    return person.name


@pytest.mark.parametrize(("form", "text"), [("real", "欧阳若曦"), ("masked", "欧阳**")])
def test_the_legal_name_is_shown_as_its_owner_wishes(owner, legal_name, form, text):
    edit(owner, name_form=form)
    owner = Member.objects.get(pk=owner.pk)
    assert (named(owner, Relation.MEMBER).text, named(owner, Relation.MEMBER).is_proven) == (text, True)


def test_it_is_not_even_opened_for_whoever_may_not_see_it(owner, legal_name):
    edit(owner, name_form="real", audiences={"legal_name": Audience.CIRCLE})
    owner = Member.objects.get(pk=owner.pk)
    assert named(owner, Relation.MEMBER).text == "Avery Lake"
    assert legal_name == []
    assert named(owner, Relation.CIRCLE).text == "欧阳若曦"


def test_an_english_name_stands_on_top_only_for_its_audience(owner):
    edit(owner, name_form="english", audiences={"english_name": Audience.CIRCLE})
    owner = Member.objects.get(pk=owner.pk)
    assert (named(owner, Relation.CIRCLE).text, named(owner, Relation.MEMBER).text) == ("Avery", "Avery Lake")


def test_without_a_proven_name_the_display_name_stays(owner):
    edit(owner, name_form="real")
    assert named(Member.objects.get(pk=owner.pk), Relation.MEMBER).text == "Avery Lake"


def test_trust_says_which_name_is_proven():
    certification = CertificationFactory.create()
    owner = certification.member
    edit(owner, name_form="masked")
    text = page(owner, MemberFactory.create()).content.decode()
    assert "Real name, verified" in text
    assert "*" in named(Member.objects.get(pk=owner.pk), Relation.MEMBER).text


# --- the pages


def test_the_form_saves_and_says_who_sees_it(owner):
    client = browser(owner)
    form = client.get("/me/profile/").context["form"]
    typed = {**form.initial, "headline": "Grows tea", "headline_audience": 3}
    answer = client.post("/me/profile/", typed)
    assert answer.status_code == 303
    profile = Profile.objects.get(pk=owner.pk)
    assert (profile.headline, profile.headline_audience) == ("Grows tea", Audience.PUBLIC)
    assert "Grows tea" in client.get(answer["Location"]).content.decode()


def test_a_refused_form_keeps_what_was_typed(owner):
    client = browser(owner)
    form = client.get("/me/profile/").context["form"]
    answer = client.post("/me/profile/", {**form.initial, "headline": "Grows tea", "link_2": "nonsense"})
    assert answer.status_code == 422
    assert "Grows tea" in answer.content.decode()
    assert Profile.objects.get(pk=owner.pk).headline == "Builds bridges"


def test_blocking_from_the_page_and_taking_it_back(owner):
    viewer = MemberFactory.create()
    client = browser(viewer)
    assert client.get(f"/people/{owner.public_id}/block/").status_code == 200
    answer = client.post(f"/people/{owner.public_id}/block/", {"nonce": "abc"})
    assert answer["Location"] == reverse("accounts:blocks")
    assert "Avery Lake" in client.get("/me/blocks/").content.decode()
    assert page(owner, viewer).status_code == 404
    client.post(f"/me/blocks/{owner.public_id}/undo/")
    assert page(owner, viewer).status_code == 200


def test_muting_changes_nothing_for_the_muted(owner):
    viewer = MemberFactory.create()
    before = page(viewer, owner).content
    mute_member(actor=viewer, member_id=owner.pk, now=JOINED)
    assert b"Hear their news again" in page(owner, viewer).content
    strip = page(viewer, owner).content
    assert len(strip) == len(before)


def test_programs_read_and_write_their_own(owner):
    client = browser(owner)
    body = client.post(
        "/api/v1/me/profile/",
        {"city": "上海", "audiences": {"city": "public"}},
        content_type="application/json",
        HTTP_IDEMPOTENCY_KEY="0123456789",
    ).json()
    assert (body["city"], body["audiences"]["city"], body["headline"]) == ("上海", "public", "Builds bridges")
    assert client.get("/api/v1/me/profile/").json() == body
    assert client.get("/api/v1/me/profile/as/member/").json()["headline"] == "Builds bridges"
    assert client.get("/api/v1/me/profile/as/blocked/").status_code == 404
    assert client.get("/api/v1/me/profile/as/boss/").status_code == 404


def test_an_erased_profile_leaves_nothing(owner):
    other = MemberFactory.create()
    block_member(actor=other, member_id=owner.pk, now=JOINED)
    for _time in range(2):
        erase_profile(member_id=owner.pk)
        assert not Profile.objects.filter(pk=owner.pk).exists()
        assert not SearchEntry.objects.filter(object_id=owner.pk).exists()
        assert not other.blocks.exists()
