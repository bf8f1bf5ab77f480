"""What is said on Weibo: read once, weighed, complained about, answered; through the simulator over HTTP."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns import errors
from campaigns.conversation_rules import Author, complains, is_zombie
from campaigns.models import ChannelPost, Mention
from campaigns.operations.conversations import (
    answer_mention,
    follow_post,
    forget_mentions,
    hand_to_stewards,
    note_said,
)
from campaigns.providers.weibo_account import _said
from campaigns.queries.conversations import followed_posts, mentions_of, sums_of
from campaigns.states import MentionKind
from campaigns.tasks_conversations import read_post, read_posts
from common.clock import db_now
from common.errors import NotFound
from groups.operations import answer_complaint
from groups.queries import complaints_waiting, radar_now
from groups.tasks import sweep_radar
from outbox.models import Job
from outbox.states import JobState
from outbox.testing import run_jobs
from simulators.testing import running_simulators
from tests.factories import campaigns as make
from tests.factories.groups import group

pytestmark = pytest.mark.django_db
POST = "5012345678901234"
NOBODY = {"followers": 1, "follows": 900, "posts": 0, "days": 2}


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


@pytest.fixture
def care(manager):
    return group(founder=manager)


@pytest.fixture
def post(live, manager, care) -> ChannelPost:
    return follow_post(
        actor=manager, campaign_id=live.pk, channel="weibo", ref=POST, group=care.public_id, now=db_now()
    )


def say(house, text, **more):
    return house.post("/_control/weibo/say", post=POST, text=text, **more)["id"]


def read(post):
    read_post(post_id=post.pk)
    post.refresh_from_db()
    return post


def answers(house):
    return house.get("/_control/weibo")["answers"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("礼物三周了还没收到", True),
        ("这是骗人的吧", True),
        ("My parcel never arrived", True),
        ("It is a SCAM", True),
        ("好开心，谢谢", False),
        ("What a lovely outing", False),
    ],
)
def test_words_that_complain(text, expected):
    assert complains(text) is expected


def test_who_says_nothing_and_is_followed_by_nobody_is_a_zombie():
    now = db_now()
    old = now - timedelta(days=900)
    assert is_zombie(Author(key="1", followers=2, follows=20, posts=0, since=old), now=now)
    assert is_zombie(Author(key="1", followers=20, follows=2000, posts=9, since=old), now=now)
    assert not is_zombie(Author(key="1", followers=200, follows=150, posts=400, since=old), now=now)


def test_each_word_is_written_down_once(house, post):
    for number in range(120):
        say(house, f"nice {number}")
    say(house, "look", kind="repost")
    read(post)
    read(post)
    say(house, "one more")
    read(post)
    assert Mention.objects.count() == 122
    ChannelPost.objects.update(newest_comment="", newest_repost="")
    read(post)
    assert Mention.objects.count() == 122


@pytest.mark.parametrize("cut", ["\x00", "\ud83c"])
def test_signs_that_no_database_keeps_stop_no_reading(post, cut):
    """As JSON brings them; the simulator's own database would not keep them either."""
    row = {"idstr": "71", "text": f"nice{cut} one", "user": {"idstr": f"8{cut}"}}
    said = [_said(MentionKind.COMMENT, row)]
    assert note_said(post_id=post.pk, said=said, standing=(0, 0), now=db_now()) == 1
    assert Mention.objects.get().text.startswith("nice")
    assert Mention.objects.get().text.endswith(" one")


def test_reach_engagement_and_zombies(house, post):
    say(house, "wow", kind="repost", uid="31")
    say(house, "wow", kind="repost", uid="32", person=NOBODY)
    say(house, "wow", kind="comment", uid="32", person=NOBODY)
    sums = sums_of(read(post))
    assert (sums.reach, sums.likes, sums.comments, sums.reposts) == (10_200, 7, 1, 2)
    assert (sums.engagement, sums.authors, sums.zombies, sums.zombie_bp) == (10, 2, 1, 5000)
    assert "31" not in Mention.objects.values_list("author_index", flat=True)


def test_complaints_run_the_stewards_clock_and_reach_the_radar(house, post, care, manager):
    for number in range(3):
        say(house, f"My gift never came, order {number}", uid=f"4{number}")
    say(house, "nice")
    read(post)
    read(post)
    assert len(complaints_waiting(group=care, viewer=manager)) == 3
    sweep_radar()
    assert [(news.group, news.size) for news in radar_now()] == [(care.public_id, 3)]


def test_a_stewards_answer_is_said_there_once(house, post, care, manager):
    to = say(house, "My gift never came")
    read(post)
    (one,) = complaints_waiting(group=care, viewer=manager)
    answer_complaint(actor=manager, public_id=one.public_id, answer="We look into it", now=db_now())
    run_jobs()
    run_jobs()
    assert answers(house) == [{"to": to, "words": "We look into it"}]
    mention = Mention.objects.get()
    assert (mention.answer, bool(mention.answer_ref)) == ("We look into it", True)


def test_a_managers_answer_stops_the_clock_too(house, post, care, manager):
    to = say(house, "My gift never came")
    read(post)
    mention = Mention.objects.get()
    answer_mention(actor=manager, mention_id=mention.pk, words="On its way", now=db_now())
    with pytest.raises(errors.AlreadyAnswered):
        answer_mention(actor=manager, mention_id=mention.pk, words="Again", now=db_now())
    run_jobs()
    assert answers(house) == [{"to": to, "words": "On its way"}]
    assert complaints_waiting(group=care, viewer=manager) == []


def test_a_manager_says_nothing_beside_the_stewards_answer(house, post, care, manager):
    to = say(house, "My gift never came")
    read(post)
    (one,) = complaints_waiting(group=care, viewer=manager)
    answer_complaint(actor=manager, public_id=one.public_id, answer="We look into it", now=db_now())
    with pytest.raises(errors.AlreadyAnswered):
        answer_mention(actor=manager, mention_id=Mention.objects.get().pk, words="Sorry", now=db_now())
    run_jobs()
    run_jobs()
    assert answers(house) == [{"to": to, "words": "We look into it"}]


def test_our_own_answers_are_nobodys_complaints(house, post, care, manager):
    say(house, "When does it begin?")
    read(post)
    words = "Sorry if the note never arrived: at nine"
    answer_mention(actor=manager, mention_id=Mention.objects.get().pk, words=words, now=db_now())
    run_jobs()
    read(post)
    assert (sums_of(post).comments, complaints_waiting(group=care, viewer=manager)) == (1, [])


def test_what_was_answered_waits_for_no_answer_once_the_words_went(house, post, manager):
    say(house, "My gift never came")
    read(post)
    mention = Mention.objects.get()
    answer_mention(actor=manager, mention_id=mention.pk, words="On its way", now=db_now())
    run_jobs()
    forget_mentions(before=db_now() + timedelta(days=1))
    with pytest.raises(errors.AlreadyAnswered):
        answer_mention(actor=manager, mention_id=mention.pk, words="Again", now=db_now())
    say(house, "lovely")
    read(post)
    assert [one.text for one in mentions_of(post.campaign_id)] == ["lovely", ""]


def test_whoever_passed_it_on_is_answered_under_the_repost(house, post, manager):
    say(house, "see you there", kind="repost")
    read(post)
    mention = Mention.objects.get()
    answer_mention(actor=manager, mention_id=mention.pk, words="We are glad", now=db_now())
    run_jobs()
    assert answers(house) == [{"to": "", "words": "We are glad"}]


@pytest.mark.parametrize("kind", ["do-then-500", "do-then-reset", "half-body"])
def test_an_answer_that_was_lost_is_looked_for_and_not_said_twice(house, post, manager, kind):
    to = say(house, "When does it begin?")
    read(post)
    house.fault("weibo", kind, operation="reply.json")
    answer_mention(actor=manager, mention_id=Mention.objects.get().pk, words="At nine", now=db_now())
    run_jobs()
    Job.objects.exclude(state=JobState.DONE).update(run_at=db_now())
    run_jobs()
    assert answers(house) == [{"to": to, "words": "At nine"}]
    assert Mention.objects.get().answer_ref


def test_an_answer_that_is_not_taken_can_be_given_again(house, post, manager):
    to = say(house, "When?")
    read(post)
    house.post("/_control/weibo/remove", id=to)
    mention = Mention.objects.get()
    answer_mention(actor=manager, mention_id=mention.pk, words="At nine", now=db_now())
    run_jobs()
    mention.refresh_from_db()
    assert (mention.answer, mention.refusals, answers(house)) == ("", 1, [])
    answer_mention(actor=manager, mention_id=mention.pk, words="At ten", now=db_now())
    run_jobs()
    mention.refresh_from_db()
    assert mention.refusals == 2


@pytest.mark.parametrize(("kind", "word"), [("busy", "503"), ("garbage", "garbage"), ("500", "")])
def test_a_sick_platform_is_told_and_asked_again(house, post, kind, word):
    say(house, "nice")
    house.fault("weibo", kind, operation="show.json")
    read(post)
    assert (post.trouble != "", Mention.objects.count()) == (True, 0)
    assert word in post.trouble
    read(post)
    assert (post.trouble, Mention.objects.count()) == ("", 1)


def test_a_person_sees_a_complaint_that_words_hide(house, post, care, manager):
    say(house, "Well. Three weeks now.")
    read(post)
    mention = Mention.objects.get()
    hand_to_stewards(actor=manager, mention_id=mention.pk, now=db_now())
    hand_to_stewards(actor=manager, mention_id=mention.pk, now=db_now())
    assert len(complaints_waiting(group=care, viewer=manager)) == 1


def test_only_managers_and_only_groups_of_theirs(live, manager, care, post):
    stranger = make.member()
    given = {"campaign_id": live.pk, "channel": "weibo", "ref": "77", "now": db_now()}
    with pytest.raises(NotFound):
        follow_post(actor=stranger, group=care.public_id, **given)
    with pytest.raises(errors.NotYourGroup):
        follow_post(actor=manager, group=group(founder=stranger).public_id, **given)
    for change in ({"ref": "x"}, {"ref": ""}, {"channel": "wechat"}):
        with pytest.raises(errors.BadPost):
            follow_post(actor=manager, group=care.public_id, **{**given, **change})
    other = make.live(of=live.brand)
    with pytest.raises(errors.PostFollowed):
        follow_post(actor=manager, group=care.public_id, **{**given, "campaign_id": other.pk, "ref": POST})
    assert ChannelPost.objects.count() == 1


def test_posts_are_read_while_the_campaign_is_and_words_go_in_time(house, post):
    say(house, "nice")
    read_posts()
    run_jobs()
    assert Mention.objects.get().text == "nice"
    after = post.campaign.closes_at + timedelta(days=31)
    assert (followed_posts(now=db_now()), followed_posts(now=after)) == ([post.pk], [])
    assert forget_mentions(before=db_now() + timedelta(days=1)) == 1
    assert Mention.objects.get().text == ""


def test_the_desk_follows_shows_and_answers(client, house, live, manager, care):
    client.force_login(manager)
    page = reverse("admin:campaigns_campaign_talk", args=[live.pk])
    assert client.post(page, {"act": "follow", "ref": POST, "group": care.public_id}).status_code == 303
    to = say(house, "When does it begin?")
    read(ChannelPost.objects.get())
    shown = client.get(page).content.decode()
    assert "When does it begin?" in shown
    mention = Mention.objects.get()
    asked = {"act": "answer", "mention": mention.public_id, "words": "At nine"}
    assert client.post(page, asked).status_code == 303
    run_jobs()
    assert answers(house) == [{"to": to, "words": "At nine"}]
    assert client.post(page, {**asked, "words": ""}).status_code == 422
    assert client.post(page, {**asked, "mention": "nothing"}).status_code == 404


def test_a_post_that_is_let_go_is_read_no_more(client, house, post, manager):
    client.force_login(manager)
    page = reverse("admin:campaigns_campaign_talk", args=[post.campaign_id])
    assert "Stop following" in client.get(page).content.decode()
    gone = {"act": "unfollow", "post": post.public_id}
    assert client.post(page, {**gone, "post": "nothing"}).status_code == 404
    assert client.post(page, gone).status_code == 303
    assert "Stop following" not in client.get(page).content.decode()
    say(house, "nice")
    read(post)
    assert (followed_posts(now=db_now()), Mention.objects.count()) == ([], 0)


def test_an_answer_that_is_refused_is_not_lost(client, house, post, manager):
    say(house, "When does it begin?")
    read(post)
    client.force_login(manager)
    page = reverse("admin:campaigns_campaign_talk", args=[post.campaign_id])
    words = "At nine, " * 20
    shown = client.post(page, {"act": "answer", "mention": Mention.objects.get().public_id, "words": words})
    assert shown.status_code == 422
    assert words.strip() in shown.content.decode()
