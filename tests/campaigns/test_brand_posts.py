"""A brand's own post on Weibo: held against the pack, published once, stopped; through the simulator."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns import errors
from campaigns.brand_post_rules import said_there, weight_of
from campaigns.models import BrandPost, ChannelPost
from campaigns.operations.brand_posts import (
    begin_brand_post,
    plan_brand_post,
    reword_brand_post,
    stop_brand_post,
    write_brand_post,
)
from common.clock import db_now
from common.errors import IllegalMove, NotFound
from outbox.models import Job
from outbox.states import JobState
from outbox.testing import run_jobs
from simulators.testing import running_simulators
from tests.factories import campaigns as make
from tests.factories.groups import group

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def house():
    with running_simulators() as running:
        yield running


@pytest.fixture(autouse=True)
def simulated(house, settings):
    house.reset()
    settings.PROVIDERS = {**settings.PROVIDERS, **house.providers}


@pytest.fixture
def live():
    return make.live()


@pytest.fixture
def manager(live):
    return make.manager_of(live.brand)


def write(live, manager, words="春天一起出游", group=""):
    return write_brand_post(
        actor=manager, campaign_id=live.pk, channel="weibo", words=words, group=group, now=db_now()
    )


def plan(post, manager, at=None):
    return plan_brand_post(actor=manager, post_id=post.pk, at=at, now=db_now())


def posted(house):
    return [post["words"] for post in house.get("/_control/weibo/posts")["posts"]]


def again():
    """As the sweeper does later."""
    Job.objects.exclude(state=JobState.DONE).update(run_at=db_now())
    run_jobs()


def test_it_stands_there_once_with_its_tag_and_is_followed(house, live, manager):
    care = group(founder=manager)
    post = write(live, manager, group=care.public_id)
    plan(post, manager)
    run_jobs()
    again()
    assert posted(house) == ["#广告# 春天一起出游 http://t.cn/A6simul8"]
    post.refresh_from_db()
    assert (post.state, bool(post.ref)) == ("published", True)
    followed = ChannelPost.objects.get()
    assert (followed.ref, followed.group, followed.campaign) == (post.ref, care.public_id, live)


def test_nothing_is_followed_where_no_group_answers(house, live, manager):
    plan(write(live, manager), manager)
    run_jobs()
    assert posted(house)
    assert not ChannelPost.objects.exists()


@pytest.mark.parametrize("kind", ["do-then-500", "do-then-reset", "half-body"])
def test_a_lost_answer_is_looked_for_and_not_posted_twice(house, live, manager, kind):
    post = write(live, manager)
    house.fault("weibo", kind, operation="share.json")
    plan(post, manager)
    run_jobs()
    again()
    assert len(posted(house)) == 1
    post.refresh_from_db()
    assert post.state == "published"


def test_the_same_words_of_an_earlier_post_are_not_taken_for_this_one(house, live, manager, monkeypatch):
    """Without the moment from which is looked, a post of yesterday would pass for today's."""
    from campaigns.tasks_brand_posts import PublishPost

    post = write(live, manager)
    plan(post, manager)
    asked = begin_brand_post(public_id=post.public_id, round_=1, now=db_now() + timedelta(hours=1))
    assert asked is not None
    there = PublishPost()
    there.send(asked, ref="x")
    assert there.query(asked, ref="x") is None


def test_a_no_of_the_platform_can_be_mended(house, live, manager):
    first = write(live, manager)
    plan(first, manager)
    run_jobs()
    second = write(live, manager)
    plan(second, manager)
    run_jobs()
    second.refresh_from_db()
    assert (second.state, second.trouble) == ("refused", "20019")
    reword_brand_post(actor=manager, post_id=second.pk, words="周六见")
    second.refresh_from_db()
    plan(second, manager)
    run_jobs()
    assert len(posted(house)) == 2


def test_it_waits_for_its_time_and_can_be_stopped(house, live, manager):
    post = plan(write(live, manager), manager, at=db_now() + timedelta(hours=2))
    run_jobs()
    assert posted(house) == []
    with pytest.raises(IllegalMove):
        plan(post, manager)
    with pytest.raises(IllegalMove):
        reword_brand_post(actor=manager, post_id=post.pk, words="Other")
    for _again in range(2):
        stop_brand_post(actor=manager, post_id=post.pk)
    again()
    assert posted(house) == []
    post.refresh_from_db()
    assert post.state == "draft"


def test_the_job_of_a_stopped_plan_does_not_publish_the_next_one_early(house, live, manager):
    post = plan(write(live, manager), manager, at=db_now() + timedelta(hours=1))
    stop_brand_post(actor=manager, post_id=post.pk)
    plan(post, manager, at=db_now() + timedelta(days=1))
    assert begin_brand_post(public_id=post.public_id, round_=1, now=db_now()) is None
    assert begin_brand_post(public_id=post.public_id, round_=2, now=db_now()) is not None


def test_what_leaves_can_not_be_stopped(live, manager):
    post = plan(write(live, manager), manager)
    begin_brand_post(public_id=post.public_id, round_=1, now=db_now())
    with pytest.raises(IllegalMove):
        stop_brand_post(actor=manager, post_id=post.pk)


def test_a_stopped_brand_says_nothing(house, live, manager):
    post = plan(write(live, manager), manager)
    live.brand.stopped_at = db_now()
    live.brand.save()
    run_jobs()
    assert posted(house) == []
    post.refresh_from_db()
    assert post.state == "draft"


@pytest.mark.parametrize(
    ("words", "refusal"),
    [(" ", errors.WordsMissing), ("长" * 140, errors.PostTooLong)],
)
def test_words_that_can_not_stand_there_are_refused(live, manager, words, refusal):
    with pytest.raises(refusal):
        write(live, manager, words)
    assert not BrandPost.objects.exists()


def test_strangers_and_unannounced_campaigns(live, manager):
    stranger = make.manager_of(make.brand())
    with pytest.raises(NotFound):
        write(live, stranger)
    post = write(live, manager)
    for act in (plan, lambda post, who: stop_brand_post(actor=who, post_id=post.pk)):
        with pytest.raises(NotFound):
            act(post, stranger)
    draft = make.draft(of=live.brand)
    with pytest.raises(errors.CampaignNotPublic):
        plan(write(draft, manager), manager)
    with pytest.raises(errors.NotYourGroup):
        write(live, manager, group=group(founder=stranger).public_id)


def test_the_tag_is_in_the_language_of_the_words_and_letters_count_half():
    assert said_there("weibo", "Come along") == "#ad Come along"
    assert said_there("weibo", "#广告# 来") == "#广告# 来"
    assert (weight_of("春天"), weight_of("abc")) == (2, 2)


def test_the_desk_writes_looks_publishes_and_stops(client, house, live, manager):
    client.force_login(manager)
    page = reverse("admin:campaigns_campaign_brand_posts", args=[live.pk])
    typed = {"act": "write", "channel": "weibo", "words": "长" * 140}
    refused = client.post(page, typed)
    assert (refused.status_code, typed["words"] in refused.content.decode()) == (422, True)
    assert client.post(page, {**typed, "words": "周六见"}).status_code == 303
    post = BrandPost.objects.get()
    assert "#广告# 周六见" in client.get(page).content.decode()
    planned = {"act": "plan", "post": post.public_id, "at_0": "2099-01-01", "at_1": "10:00"}
    assert client.post(page, planned).status_code == 303
    assert client.post(page, {"act": "stop", "post": post.public_id}).status_code == 303
    assert client.post(page, {"act": "plan", "post": post.public_id}).status_code == 303
    run_jobs()
    assert len(posted(house)) == 1
    assert client.post(page, {"act": "stop", "post": "nothing"}).status_code == 404
