"""Nobody announces what only she has read; a copy starts over."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from campaigns import errors
from campaigns.draft_templates import TEMPLATES
from campaigns.models import Campaign
from campaigns.operations.drafts import (
    DraftChanges,
    approve_campaign,
    clone_campaign,
    edit_draft,
    send_back,
    submit_for_review,
)
from campaigns.operations.publishing import publish_campaign
from campaigns.rule_shape import find_problems
from common.errors import IllegalMove, NotFound
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _four_eyes(settings: Any) -> None:
    settings.CAMPAIGNS_FOUR_EYES = True


def publish(actor: Any, campaign: Campaign) -> Campaign:
    return publish_campaign(actor=actor, campaign_id=campaign.pk, now=make.NOW)


def revision_of(campaign: Campaign) -> int:
    return Campaign.objects.values_list("version", flat=True).get(pk=campaign.pk)


def approve(actor: Any, campaign: Campaign, revision: int | None = None) -> Campaign:
    read = revision_of(campaign) if revision is None else revision
    return approve_campaign(actor=actor, campaign_id=campaign.pk, revision=read)


def rename(actor: Any, campaign: Campaign, title: str) -> None:
    edit_draft(actor=actor, campaign_id=campaign.pk, changes=DraftChanges(title={"en": title}))


def take_back(campaign: Campaign) -> None:
    send_back(actor=campaign.author, campaign_id=campaign.pk, reason="a word is wrong")


def test_a_second_person_approves_and_then_anyone_of_the_desk_publishes() -> None:
    draft = make.draft()
    author, second = draft.author, make.manager_of(draft.brand)
    submit_for_review(actor=author, campaign_id=draft.pk)

    read = revision_of(draft)
    assert [approve(second, draft, read).state for _ in range(2)] == ["approved", "approved"]
    published = publish(author, draft)

    assert published.current is not None
    assert (published.state, published.approver_id) == ("live", second.pk)
    assert (published.current.author_id, published.current.approver_id) == (author.pk, second.pk)


@pytest.mark.parametrize("submitted", [False, True])
def test_what_nobody_approved_is_not_published(submitted: bool) -> None:
    draft = make.draft()
    if submitted:
        submit_for_review(actor=draft.author, campaign_id=draft.pk)
    for actor in (draft.author, make.manager_of(draft.brand)):
        with pytest.raises(errors.SecondPersonNeeded):
            publish(actor, draft)
    assert Campaign.objects.get(pk=draft.pk).published_at is None


def test_neither_the_author_nor_anybody_who_edited_it_approves() -> None:
    draft = make.draft()
    editor, third = make.manager_of(draft.brand), make.manager_of(draft.brand)
    for title in ("Better", "Better still"):
        rename(editor, draft, title)
    rename(draft.author, draft, "Best")
    submit_for_review(actor=editor, campaign_id=draft.pk)

    for actor in (draft.author, editor):
        with pytest.raises(errors.SecondPersonNeeded):
            approve(actor, draft)
    assert approve(third, draft).state == "approved"


def test_only_what_was_read_is_approved() -> None:
    draft = make.draft()
    second = make.manager_of(draft.brand)
    submit_for_review(actor=draft.author, campaign_id=draft.pk)
    read = revision_of(draft)
    take_back(draft)
    rename(draft.author, draft, "Something else entirely")
    submit_for_review(actor=draft.author, campaign_id=draft.pk)

    with pytest.raises(errors.DraftChanged):
        approve(second, draft, read)
    assert Campaign.objects.get(pk=draft.pk).state == "in_review"
    assert approve(second, draft).state == "approved"
    with pytest.raises(errors.DraftChanged):
        approve(second, draft, read)


def test_what_is_approved_is_not_edited_but_can_go_back() -> None:
    draft = make.draft()
    second = make.manager_of(draft.brand)
    submit_for_review(actor=draft.author, campaign_id=draft.pk)
    approve(second, draft)

    with pytest.raises(IllegalMove):
        edit_draft(actor=draft.author, campaign_id=draft.pk, changes=DraftChanges(title={"en": "Other"}))
    back = send_back(actor=second, campaign_id=draft.pk, reason="the prizes are missing")
    assert back.state == "draft"
    with pytest.raises(errors.SecondPersonNeeded):
        publish(second, draft)


def test_a_draft_can_not_be_approved_before_it_is_handed_in() -> None:
    draft = make.draft()
    with pytest.raises(IllegalMove):
        approve(make.manager_of(draft.brand), draft)


def test_another_brands_manager_neither_approves_nor_copies() -> None:
    draft, stranger = make.draft(), make.manager_of(make.brand())
    with pytest.raises(NotFound):
        approve(stranger, draft)
    with pytest.raises(NotFound):
        clone_campaign(actor=stranger, campaign_id=draft.pk, now=make.NOW)


def test_nobody_sees_what_is_approved_only(client: Client) -> None:
    draft = make.draft()
    submit_for_review(actor=draft.author, campaign_id=draft.pk)
    approve(make.manager_of(draft.brand), draft)
    assert client.get(f"/campaigns/{draft.slug}/").status_code == 404


# --- in the admin -----------------------------------------------------------------------------------


def test_the_desk_hands_in_approves_and_publishes(client: Client) -> None:
    draft = make.draft()
    second = make.manager_of(draft.brand)
    path = f"/admin/campaigns/campaign/{draft.pk}/do"
    client.force_login(draft.author)
    assert client.post(f"{path}/submit/").status_code == 303
    assert client.post(f"{path}/approve/", {"revision": revision_of(draft)}).status_code == 409
    client.force_login(second)
    read = {"revision": revision_of(draft)}
    assert client.post(f"{path}/approve/", read).status_code == 303
    assert client.post(f"{path}/publish/").status_code == 303
    assert Campaign.objects.get(pk=draft.pk).state == "live"


def test_the_desk_approves_only_what_its_page_showed(client: Client) -> None:
    draft = make.draft()
    submit_for_review(actor=draft.author, campaign_id=draft.pk)
    path = f"/admin/campaigns/campaign/{draft.pk}"
    client.force_login(make.manager_of(draft.brand))
    link = f"{path}/do/approve/?revision={revision_of(draft)}"
    assert link in client.get(f"{path}/change/").content.decode()
    take_back(draft)
    rename(draft.author, draft, "Something else entirely")
    submit_for_review(actor=draft.author, campaign_id=draft.pk)

    form = client.get(link).context["form"]
    answer = client.post(f"{path}/do/approve/", {"revision": form.initial["revision"]})
    assert answer.status_code == 409
    assert "has changed since you read it" in answer.content.decode()
    unnamed = client.post(f"{path}/do/approve/")
    assert unnamed.status_code == 422
    assert "from the campaign that you have read" in unnamed.content.decode()
    assert Campaign.objects.get(pk=draft.pk).state == "in_review"


def test_a_copy_is_a_draft_from_tomorrow_on_just_as_long() -> None:
    source = make.live(threshold=2)
    manager = make.manager_of(source.brand)

    copy = clone_campaign(actor=manager, campaign_id=source.pk, now=make.NOW)

    assert source.current is not None
    assert (copy.state, copy.author_id, copy.current_id) == ("draft", manager.pk, None)
    assert copy.draft_rules == source.current.rules
    assert copy.opens_at == make.NOW + timedelta(days=1)
    assert copy.closes_at - copy.opens_at == source.closes_at - source.opens_at
    assert copy.slug != source.slug


def test_the_desk_makes_a_copy(client: Client) -> None:
    source = make.live()
    client.force_login(make.manager_of(source.brand))
    assert client.post(f"/admin/campaigns/campaign/{source.pk}/do/clone/").status_code == 303
    assert Campaign.objects.filter(state="draft").count() == 1


@pytest.mark.parametrize("key", sorted(TEMPLATES))
def test_a_template_fills_the_form_and_lacks_only_the_items(client: Client, key: str) -> None:
    problems = [problem.path for problem in find_problems(TEMPLATES[key].rules)]
    assert all(path.endswith(("item", "prizes")) for path in problems)

    client.force_login(make.manager_of(make.brand()))
    page = client.get(f"/admin/campaigns/campaign/add/?template={key}")
    assert page.status_code == 200
    kind = "group" if key == "group" else TEMPLATES[key].rules["reward"]["kind"]
    assert page.context["form"].initial["reward_kind"] == kind
