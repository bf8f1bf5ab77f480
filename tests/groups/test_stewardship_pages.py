"""The page of a group whose stewards are silent, without any JavaScript."""

import pytest

from accounts.operations import block_member
from common.clock import db_now
from groups.models import ClaimVote, StewardClaim
from tests.factories.groups import group, member, place, steward_of
from tests.factories.stewardship import claimed, silent_group
from tests.groups.test_pages import signed_in

pytestmark = pytest.mark.django_db


def page(made, who, **headers):
    answer = signed_in(who).get(f"/groups/{made.public_id}/stewardship/", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_group_page_says_it_and_a_member_offers_and_others_vote_by_forms() -> None:
    heir, voter = member(display_name="Heir"), member()
    made = silent_group(heir, voter)
    address = f"/groups/{made.public_id}/stewardship/"
    assert address in signed_in(voter).get(f"/groups/{made.public_id}/").content.decode()
    assert "I offer to look after it" in page(made, heir)
    signed_in(heir).post(address, {"words": "I am here every day"})
    seen = page(made, voter)
    assert "Heir" in seen and "I am here every day" in seen
    claim = StewardClaim.objects.get(group=made)
    signed_in(voter).post(f"/steward-claims/{claim.public_id}/vote/", {"vote": "support"})
    assert ClaimVote.objects.get().is_support
    assert "You support it" in page(made, voter) and "You support it" not in page(made, heir)
    claim.refresh_from_db()
    assert claim.state == "objection"


def test_the_steward_says_with_one_press_that_they_are_there() -> None:
    heir = member()
    made = silent_group(heir)
    claim, steward = claimed(made, heir), steward_of(made)
    assert "I am here" in page(made, steward)
    assert "I am here</button>" not in page(made, heir)
    signed_in(steward).post(f"/groups/{made.public_id}/here/")
    claim.refresh_from_db()
    assert (claim.state, place(made, heir).role) == ("returned", 10)
    assert "There is nothing to decide" in page(made, heir)


def test_a_claimant_across_a_block_has_no_name_there() -> None:
    heir, voter = member(display_name="Heir"), member()
    made = silent_group(heir, voter)
    claimed(made, heir)
    block_member(actor=voter, member_id=heir.pk, now=db_now())
    seen = page(made, voter)
    assert "Heir" not in seen and "Somebody offers" in seen


def test_the_page_reads_in_chinese_and_is_for_the_group_only() -> None:
    heir = member(locale="zh-hans")
    made = silent_group(heir)
    assert "谁来管理群组" in page(made, heir, accept_language="zh-hans")
    assert signed_in(member()).get(f"/groups/{made.public_id}/stewardship/").status_code == 404


def test_a_group_with_a_steward_has_no_line_about_it() -> None:
    one = member()
    made = group(one)
    assert "/stewardship/" not in signed_in(one).get(f"/groups/{made.public_id}/").content.decode()
