"""The draw's page and its API: what each state shows, and to whom."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from campaigns.models import Campaign, Draw, DrawEntry, DrawReceipt, DrawResult, DrawRoot
from campaigns.operations.draws import exclude_entry, void_draw
from campaigns.operations.draws.freezing import freeze_draw
from campaigns.operations.draws.running import run_draw
from campaigns.verifier import verify_draw
from tests.campaigns.draw_rows import LATER, a_draw, close, enter, frozen, published
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db


def path_of(draw: Draw, more: str = "") -> str:
    return f"/campaigns/{draw.campaign.slug}/draw/{more}"


def page(draw: Draw, client: Client | None = None, language: str = "en") -> str:
    response = (client or Client()).get(path_of(draw), headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


def signed_in(member: Any) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_open_draw_shows_commitment_prizes_and_count() -> None:
    draw = a_draw(prizes={"shoes": 2, "cup": 5})
    enter(draw, 3)
    html = page(draw)
    assert draw.commitment in html
    assert "3 entries" in html
    assert "× 5" in html
    assert "knew the secret all along" in html
    assert "receipt.json" not in html


def test_frozen_draw_shows_the_root_and_no_places() -> None:
    draw = frozen(4)
    html = page(draw)
    assert DrawRoot.objects.get().root in html
    assert "Drawn</h2>" not in html


def test_drawn_but_unpublished_places_stay_hidden() -> None:
    draw = frozen(4)
    run_draw(draw_id=draw.pk, now=LATER)
    result = DrawResult.objects.select_related("entry")[0]
    assert result.entry.entry_key.hex not in page(draw)
    assert Client().get(f"/api/v1/draws/{draw.public_id}/").json()["result"] is None


def test_published_draw_names_nobody_but_the_viewer() -> None:
    draw = published(5, prizes={"cup": 2}, reserve=2)
    winner = DrawResult.objects.select_related("entry__member")[0].entry
    names = [entry.member.display_name for entry in DrawEntry.objects.select_related("member")]
    html = page(draw)
    assert [name for name in names if f">{name}<" in html] == []
    own = page(draw, signed_in(winner.member))
    assert winner.entry_key.hex in own
    assert "You were drawn at place 1" in own
    assert winner.member.display_name in own
    others = [name for name in names if name != winner.member.display_name and f"{name}<" in own]
    assert others == []


def test_own_entry_comes_with_its_proof() -> None:
    draw = a_draw()
    members = enter(draw, 4)
    close(draw)
    freeze_draw(draw_id=draw.pk)
    html = page(draw, signed_in(members[0]))
    assert "Proof that you are in the list" in html
    assert DrawEntry.objects.get(member=members[0]).entry_key.hex in html


def test_excluded_viewer_sees_the_reason_and_no_proof() -> None:
    draw = a_draw()
    members = enter(draw, 4)
    exclude_entry(campaign_id=draw.campaign_id, member_id=members[0].pk, code="staff-excluded")
    close(draw)
    freeze_draw(draw_id=draw.pk)
    html = page(draw, signed_in(members[0]))
    assert "staff-excluded" in html
    assert "Proof that" not in html


def test_void_draw_says_why() -> None:
    draw = a_draw()
    void_draw(draw_id=draw.pk, reason="no-entries")
    assert "Nobody entered" in page(draw)


def test_simulated_beacon_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    class Simulated:
        chain_hash, simulated = "ab" * 32, True

    monkeypatch.setattr("campaigns.operations.draws.setup.current_beacon", lambda: Simulated())
    html = page(a_draw(beacon="drand"))
    assert "The beacon is simulated on this site" in html
    assert "ab" * 32 in html


def test_hidden_campaign_hides_its_draw() -> None:
    draw = a_draw()
    Campaign.objects.filter(pk=draw.campaign_id).update(state="draft", published_at=None, current=None)
    for path in (path_of(draw), path_of(draw, "receipt.json"), f"/api/v1/draws/{draw.public_id}/"):
        assert Client().get(path).status_code == 404


def test_receipt_is_served_as_published_and_verifies(tmp_path: Path, capsys: Any) -> None:
    draw = published(6)
    response = Client().get(path_of(draw, "receipt.json"))
    raw = b"".join(response)
    assert hashlib.sha256(raw).hexdigest() == DrawReceipt.objects.get().sha256
    assert b"".join(Client().get(f"/api/v1/draws/{draw.public_id}/receipt/")) == raw
    file = tmp_path / "receipt.json"
    file.write_bytes(raw)
    call_command("verify_draw", str(file))
    assert "WRONG" not in capsys.readouterr().out
    file.write_bytes(raw.replace(b'"reserve_size": 3', b'"reserve_size": 2'))
    with pytest.raises(CommandError, match="does not recompute"):
        call_command("verify_draw", str(file))


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"entries": []}', "not json"])
def test_command_answers_a_file_that_is_no_receipt_with_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "receipt.json"
    file.write_text(text)
    with pytest.raises(CommandError, match="not a complete receipt"):
        call_command("verify_draw", str(file))
    with pytest.raises(CommandError, match="can not be read"):
        call_command("verify_draw", str(tmp_path / "nowhere.json"))


def test_verifier_is_served_as_it_stands_in_the_source() -> None:
    response = Client().get("/draws/verify_draw.py")
    assert b"".join(response) == Path(verify_draw.__file__).read_bytes()
    assert response["Content-Type"].startswith("text/x-python")


def test_receipt_before_publication_is_not_there() -> None:
    draw = frozen(3)
    assert Client().get(path_of(draw, "receipt.json")).status_code == 404
    answer = Client().get(f"/api/v1/draws/{draw.public_id}/receipt/")
    assert (answer.status_code, answer.json()["code"]) == (404, "no-receipt-yet")


def test_api_tells_what_is_committed_frozen_and_drawn() -> None:
    draw = published(5, prizes={"cup": 2}, reserve=1)
    body = Client().get(f"/api/v1/draws/{draw.public_id}/").json()
    assert body["commitment"] == draw.commitment
    assert body["frozen"]["root_hash"] == DrawRoot.objects.get().root
    assert [place["prize"] for place in body["result"]["places"]] == ["cup", "cup", ""]
    assert "member" not in json.dumps(body)


def test_api_proof_is_the_callers_own() -> None:
    draw = a_draw()
    members = enter(draw, 3)
    close(draw)
    freeze_draw(draw_id=draw.pk)
    address = f"/api/v1/draws/{draw.public_id}/proof/"
    assert Client().get(address).status_code == 401
    assert signed_in(MemberFactory.create()).get(address).json()["code"] == "no-entry"
    proof = signed_in(members[0]).get(address).json()
    assert proof["entry_key"] == DrawEntry.objects.get(member=members[0]).entry_key.hex
    assert proof["root_hash"] == DrawRoot.objects.get().root


@pytest.mark.parametrize("count", [3, 30])
def test_page_needs_the_same_statements_for_any_number_of_entries(
    count: int, django_assert_max_num_queries: Any
) -> None:
    draw = published(count)
    viewer = signed_in(DrawResult.objects.select_related("entry__member")[0].entry.member)
    page(draw, viewer)
    with django_assert_max_num_queries(16):
        page(draw, viewer)
