"""A person looks before anything is given; who is concerned reads why, and can object to somebody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Member, RoleGrant
from accounts.operations import block_member
from accounts.registration import read_visitor_key
from campaigns import errors
from campaigns.models import Campaign, Decision, Referral, Reward, RiskCase, RiskRuleRow, ShareLink
from campaigns.operations.leaving import let_go_of_campaigns
from campaigns.operations.risk import (
    appeal_case,
    assess_referral,
    confirm_case,
    quarantine_branch,
    release_case,
    set_rule,
)
from campaigns.operations.share_links import make_share_link
from campaigns.queries.channels import funnel_of
from campaigns.queries.funnel import funnel_figures
from campaigns.queries.risk import objections_of, rules_in_force, with_error_rates
from campaigns.queries.risk_friend import _in_ring, users_of
from common.errors import IllegalMove, NotFound
from common.ids import new_public_id
from outbox.testing import run_jobs
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db
EASY = {"requires": ["registered"], "credit": {"registered": 100}, "threshold": 1}


def from_browser(advocate: Member, campaign: Campaign, key: str) -> Referral:
    """A friend registers from a browser that others may have used."""
    earlier = make.NOW - timedelta(minutes=5)
    make.visit(make.link_of(advocate, campaign), visitor_key=key, at=earlier)
    friend = make.join(visitor_key=key)
    return Referral.objects.get(invitee=friend, campaign=campaign)


def self_referral() -> tuple[Campaign, Member, Referral]:
    """Somebody who came by an invitation registers a second account from the same browser."""
    campaign = make.live(gift=5, **EASY)
    advocate = from_browser(make.member(), campaign, "browser-1").invitee
    second = from_browser(advocate, campaign, "browser-1")
    run_jobs()
    return campaign, advocate, Referral.objects.get(pk=second.pk)


def held() -> tuple[RiskCase, Campaign, Member]:
    campaign, advocate, referral = self_referral()
    return RiskCase.objects.get(referral=referral), campaign, advocate


def reward_of(member: Member) -> Reward:
    return Reward.objects.get(beneficiary=member)


def test_who_came_without_an_invitation_is_known_by_where_the_link_was_made(client: Client) -> None:
    campaign, advocate = make.live(gift=5, **EASY), make.member()
    client.force_login(advocate)
    client.post(reverse("campaigns:share", args=[campaign.slug]), {"nonce": new_public_id()})
    del client.cookies[settings.SESSION_COOKIE_NAME]
    visit = client.get(reverse("campaigns:landing", args=[make.link_of(advocate, campaign).code]))
    key = ShareLink.objects.get(advocate=advocate).visitor_key
    assert key and read_visitor_key(visit.wsgi_request) == key
    stranger = from_browser(advocate, campaign, "another-browser")
    run_jobs()
    second = from_browser(advocate, campaign, key)
    run_jobs()

    assert RiskCase.objects.get(referral=second).code_list == ["same-browser"]
    assert RiskCase.objects.get(referral=stranger).state == "passed"


def test_a_link_forgets_its_browser_when_its_member_leaves() -> None:
    campaign, advocate = make.live(**EASY), make.member()
    make_share_link(actor=advocate, campaign_id=campaign.pk, visitor_key="browser-1", now=make.NOW)
    let_go_of_campaigns(advocate.pk, make.NOW)
    assert ShareLink.objects.get(advocate=advocate).visitor_key == ""


def test_a_second_account_from_the_same_browser_is_held_and_not_refused() -> None:
    case, _campaign, advocate = held()

    assert (case.state, case.code_list) == ("held", ["same-browser", "new-advocate"])
    assert case.referral.state == "qualified"
    assert (reward_of(advocate).state, reward_of(advocate).hold_code) == ("held", "risk")
    assert "browser-1" not in str(case.trace)


def test_the_first_friend_has_nothing_against_her() -> None:
    self_referral()
    first = RiskCase.objects.order_by("pk")[0]
    assert (first.state, first.points) == ("passed", 0)


def test_a_reward_waits_even_where_the_look_has_not_run_yet() -> None:
    campaign = make.live(gift=5, **EASY)
    advocate = from_browser(make.member(), campaign, "browser-1").invitee
    from_browser(advocate, campaign, "browser-1")
    run_jobs()
    assert reward_of(advocate).state == "held"


def test_assessing_again_gives_the_same_case() -> None:
    case, _campaign, _advocate = held()
    again = assess_referral(referral_id=case.referral_id, now=make.NOW)
    assert again.pk == case.pk
    assert Decision.objects.filter(rule="risk").count() == 1


def test_what_a_person_releases_is_given() -> None:
    case, campaign, advocate = held()
    manager = make.manager_of(campaign.brand)
    for _again in range(2):
        release_case(actor=manager, case_id=case.pk, reason="They are sisters.", now=make.NOW)
    run_jobs()
    assert reward_of(advocate).state == "approved"


def test_a_decision_needs_a_reason_and_the_right_desk() -> None:
    case, campaign, _advocate = held()
    with pytest.raises(errors.ReasonMissing):
        confirm_case(actor=make.manager_of(campaign.brand), case_id=case.pk, reason=" ", now=make.NOW)
    stranger = make.manager_of(make.brand())
    for decide in (release_case, confirm_case, quarantine_branch):
        with pytest.raises(NotFound):
            decide(actor=stranger, case_id=case.pk, reason="no", now=make.NOW)
    case.refresh_from_db()
    assert case.state == "held"


@pytest.mark.parametrize("side", ["advocate", "invitee"])
def test_nobody_decides_about_herself(client: Client, side: str) -> None:
    case, campaign, _advocate = held()
    herself = getattr(case.referral, side)
    Member.objects.filter(pk=herself.pk).update(is_staff=True)
    scope = campaign.brand.scope
    RoleGrant.objects.create(member=herself, role="manager", scope=scope, granted_at=make.NOW)
    herself = Member.objects.get(pk=herself.pk)

    for decide in (release_case, confirm_case, quarantine_branch):
        with pytest.raises(NotFound):
            decide(actor=herself, case_id=case.pk, reason="I know me.", now=make.NOW)
    case.refresh_from_db()
    assert case.state == "held"
    address = f"/admin/campaigns/riskcase/{case.pk}/"
    client.force_login(herself)
    assert "/do/release/" not in client.get(f"{address}change/").content.decode()
    assert client.post(f"{address}do/release/", {"reason": "I know me."}).status_code == 404
    client.force_login(make.manager_of(campaign.brand))
    assert "/do/release/" in client.get(f"{address}change/").content.decode()


def test_nobody_decides_about_a_friend_whose_credit_she_shares() -> None:
    case, campaign, _advocate = held()
    sharer = make.manager_of(campaign.brand)
    Referral.objects.filter(pk=case.referral_id).update(sharer=sharer, sharer_bp=4000)

    for decide in (release_case, confirm_case, quarantine_branch):
        with pytest.raises(NotFound):
            decide(actor=sharer, case_id=case.pk, reason="I know her.", now=make.NOW)


def test_an_objection_is_answered_by_somebody_else() -> None:
    case, campaign, advocate = held()
    first, second = make.manager_of(campaign.brand), make.manager_of(campaign.brand)
    with pytest.raises(IllegalMove):
        appeal_case(actor=advocate, case_id=case.pk, text="We are sisters.", now=make.NOW)
    confirm_case(actor=first, case_id=case.pk, reason="One person.", now=make.NOW)
    with pytest.raises(NotFound):
        appeal_case(actor=make.member(), case_id=case.pk, text="No!", now=make.NOW)
    appeal_case(actor=advocate, case_id=case.pk, text="We are sisters.", now=make.NOW)

    for decide in (release_case, confirm_case):
        with pytest.raises(errors.SecondPersonNeeded):
            decide(actor=first, case_id=case.pk, reason="Again.", now=make.NOW)
    release_case(actor=second, case_id=case.pk, reason="Two certificates.", now=make.NOW)
    run_jobs()
    assert reward_of(advocate).state == "approved"


def test_what_is_upheld_stays_held() -> None:
    case, campaign, advocate = held()
    confirm_case(actor=make.manager_of(campaign.brand), case_id=case.pk, reason="One.", now=make.NOW)
    appeal_case(actor=advocate, case_id=case.pk, text="We are sisters.", now=make.NOW)
    confirm_case(actor=make.manager_of(campaign.brand), case_id=case.pk, reason="Still one.", now=make.NOW)
    run_jobs()
    case.refresh_from_db()
    assert (case.state, reward_of(advocate).state) == ("upheld", "held")
    with pytest.raises(IllegalMove):
        appeal_case(actor=advocate, case_id=case.pk, text="Once more.", now=make.NOW)


def test_a_branch_is_held_and_what_was_released_stays_so() -> None:
    case, campaign, _advocate = held()
    below = make.invite(case.referral.invitee, campaign)
    deeper = make.invite(below.invitee, campaign)
    aside = make.invite(make.member(), campaign)
    run_jobs()
    manager = make.manager_of(campaign.brand)

    assert quarantine_branch(actor=manager, case_id=case.pk, reason="A farm?", now=make.NOW) == 2
    states = dict(RiskCase.objects.values_list("referral_id", "state"))
    assert (states[below.pk], states[deeper.pk], states[aside.pk]) == ("held", "held", "passed")
    one = RiskCase.objects.get(referral=below)
    release_case(actor=manager, case_id=one.pk, reason="Fine.", now=make.NOW)
    assert quarantine_branch(actor=manager, case_id=case.pk, reason="A farm?", now=make.NOW) == 0


def test_a_dry_rule_holds_nobody_and_is_a_new_revision() -> None:
    boss = make.member(is_superuser=True, is_staff=True)
    for _again in range(2):
        set_rule(actor=boss, code="same-browser", points=None, state="dry", now=make.NOW)
    case, _campaign, advocate = held()

    assert RiskRuleRow.objects.filter(code="same-browser").count() == 2
    assert (case.state, case.trace[0]["is_dry"]) == ("passed", True)
    assert reward_of(advocate).state == "approved"
    assert {rule.code for rule in rules_in_force()} >= {"ring", "same-browser"}


def test_a_rules_error_rate_is_measured() -> None:
    case, campaign, _advocate = held()
    manager = make.manager_of(campaign.brand)
    release_case(actor=manager, case_id=case.pk, reason="Sisters.", now=make.NOW)
    rule: Any = with_error_rates(RiskRuleRow.objects.filter(code="same-browser")).get()
    assert (rule.overturned, rule.decided) == (1, 1)


def test_the_error_rate_of_a_rule_that_is_only_counted_is_measured() -> None:
    boss = make.member(is_superuser=True, is_staff=True)
    set_rule(actor=boss, code="same-browser", points=None, state="dry", now=make.NOW)
    case, campaign, _advocate = held()
    manager = make.manager_of(campaign.brand)
    case.hold(actor=manager, code="branch", answer_by=make.NOW, why="A farm?")
    release_case(actor=manager, case_id=case.pk, reason="Sisters.", now=make.NOW)
    rule: Any = with_error_rates(RiskRuleRow.objects.filter(code="same-browser", state="dry")).get()
    assert (rule.overturned, rule.decided) == (1, 1)


# --- pages ------------------------------------------------------------------------------------------


def test_the_advocate_reads_why_and_until_when_and_objects(client: Client) -> None:
    case, campaign, advocate = held()
    client.force_login(advocate)
    page = client.get(f"/campaigns/{campaign.slug}/holds/").content.decode()
    assert page.index("badge--wait") < page.index("row__sub")  # a long state leaves the reason its room
    assert "from the browser that you came from yourself" in page
    assert client.post(f"/holds/{case.public_id}/appeal/", {"text": "Sisters"}).status_code == 409
    confirm_case(actor=make.manager_of(campaign.brand), case_id=case.pk, reason="One.", now=make.NOW)
    assert "One." in client.get(f"/campaigns/{campaign.slug}/progress/").content.decode()
    assert client.get(f"/holds/{case.public_id}/appeal/").status_code == 200
    assert client.post(f"/holds/{case.public_id}/appeal/", {"text": "Sisters"}).status_code == 303
    case.refresh_from_db()
    assert (case.state, case.appeal_text) == ("appealed", "Sisters")


def test_the_friend_herself_reads_that_a_person_looks_and_objects(client: Client) -> None:
    case, campaign, advocate = held()
    friend = case.referral.invitee
    client.force_login(friend)
    page = client.get(f"/campaigns/{campaign.slug}/holds/").content.decode()
    assert "You yourself" in page
    assert "how you came here" in page
    assert "browser" not in page
    assert advocate.display_name not in page.split("<main", 1)[-1]
    confirm_case(actor=make.manager_of(campaign.brand), case_id=case.pk, reason="One.", now=make.NOW)
    assert client.post(f"/holds/{case.public_id}/appeal/", {"text": "My sister"}).status_code == 303
    case.refresh_from_db()
    assert (case.state, case.appeal_text) == ("appealed", "My sister")

    assert list(objections_of(friend.pk)) == [case]
    assert list(objections_of(advocate.pk)) == []
    let_go_of_campaigns(advocate.pk, make.NOW)
    case.refresh_from_db()
    assert case.appeal_text == "My sister"
    let_go_of_campaigns(friend.pk, make.NOW)
    case.refresh_from_db()
    assert case.appeal_text == ""


def test_somebody_elses_case_is_not_there(client: Client) -> None:
    case, _campaign, _advocate = held()
    client.force_login(make.member())
    assert client.get(f"/holds/{case.public_id}/appeal/").status_code == 404
    assert client.post(f"/holds/{case.public_id}/appeal/", {"text": "x"}).status_code == 404


def test_the_desk_decides_a_case(client: Client) -> None:
    case, campaign, _advocate = held()
    client.force_login(make.manager_of(campaign.brand))
    assert client.get("/admin/campaigns/riskcase/").status_code == 200
    assert client.get(f"/admin/campaigns/riskcase/{case.pk}/change/").status_code == 200
    answer = client.post(f"/admin/campaigns/riskcase/{case.pk}/do/release/", {"reason": "Sisters."})
    assert answer.status_code == 303
    case.refresh_from_db()
    assert case.state == "released"


def test_only_who_manages_everything_changes_rules(client: Client) -> None:
    rule = RiskRuleRow.objects.get(code="ring", revision=1)
    client.force_login(make.manager_of(make.brand()))
    path = f"/admin/campaigns/riskrulerow/{rule.pk}/do/dry-run/"
    assert client.post(path).status_code in (403, 404)
    client.force_login(make.member(is_superuser=True, is_staff=True))
    assert client.get("/admin/campaigns/riskrulerow/").status_code == 200
    assert client.post(path).status_code == 303
    assert RiskRuleRow.objects.filter(code="ring").count() == 2


def test_the_console_counts_who_is_approved_as_the_figures_do() -> None:
    case, campaign, _advocate = held()
    assert [(line.qualified, line.approved) for line in funnel_of(campaign)] == [(2, 1)]
    release_case(actor=make.manager_of(campaign.brand), case_id=case.pk, reason="Sisters.", now=make.NOW)
    run_jobs()
    assert [(line.qualified, line.approved) for line in funnel_of(campaign)] == [(2, 2)]
    assert funnel_figures(campaign_id=campaign.pk, now=make.NOW).total.approved == 2


@pytest.mark.parametrize("is_gone", [True, False])
def test_a_friend_behind_a_block_or_gone_is_named_to_nobody(client: Client, is_gone: bool) -> None:
    case, campaign, advocate = held()
    friend = case.referral.invitee
    Member.objects.filter(pk=friend.pk).update(display_name="Hidden Harbour")
    client.force_login(advocate)
    page, list_ = f"/campaigns/{campaign.slug}/holds/", "/api/v1/holds/"
    assert "Hidden Harbour" in client.get(page).content.decode()
    if is_gone:
        gone = {"phone_index": None, "phone_sealed": "", "email_index": None, "email_sealed": ""}
        Member.objects.filter(pk=friend.pk).update(state="erased", **gone)
    else:
        block_member(actor=friend, member_id=advocate.pk, now=make.NOW)

    shown, told = client.get(page).content.decode(), client.get(list_).json()["items"]

    assert ("Somebody" in shown, "Hidden Harbour" in shown) == (True, False)
    assert [line["friend"] for line in told] == ["Somebody"]


def test_who_waits_stands_above_what_was_decided_long_ago(client: Client) -> None:
    case, campaign, _advocate = held()
    earlier = make.NOW - timedelta(days=30)
    first = RiskCase.objects.get(state="passed")
    RiskCase.objects.filter(pk=first.pk).update(state="released", answer_by=earlier)
    client.force_login(make.manager_of(campaign.brand))

    shown = client.get("/admin/campaigns/riskcase/").context["cl"].result_list

    assert [row.pk for row in shown] == [case.pk, first.pk]


def chain(*keys: str) -> tuple[Campaign, Referral]:
    """A friend in each browser, who then invites the next one out of it."""
    campaign, advocate = make.live(**EASY), make.member()
    for key in keys:
        from_browser(advocate, campaign, key)
        last = from_browser(advocate, campaign, key)
        advocate = last.invitee
    return campaign, last


def test_a_browser_of_a_chain_is_asked_for_once() -> None:
    _campaign, last = chain("first", "second", "third")
    others = [from_browser(last.invitee, last.campaign, "third").invitee]
    with CaptureQueriesContext(connection) as asked:
        _in_ring(others[0].pk, {others[0].pk})
    for_browsers = [query["sql"] for query in asked if "IN ('third'" in query["sql"]]
    assert len(for_browsers) == 2


def test_where_there_is_too_much_the_newest_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = make.live(**EASY)
    made = [make.link_of(make.member(), campaign) for _ in range(6)]
    ShareLink.objects.update(visitor_key="library")
    monkeypatch.setattr("campaigns.queries.risk_friend.AROUND", 4)
    newest = sorted(link.advocate_id for link in sorted(made, key=lambda link: link.pk)[2:])
    assert sorted(users_of("library")) == newest
