"""The typed Python client: written from the description, sound in its types, and at work on a live server."""

import importlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator

from accounts.operations.tokens import issue_token
from tests.architecture.tree import ROOT
from tests.factories import connect as make
from tests.factories.accounts import MemberFactory

HOME = ROOT / "clients" / "python"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: Any) -> Path:
    """A copy of the package with its ``api.py``."""
    place: Path = tmp_path_factory.mktemp("client")
    shutil.copytree(HOME / "guanxi_client", place / "guanxi_client")
    described = SchemaGenerator().get_schema(request=None, public=True)
    (place / "schema.json").write_text(json.dumps(described, default=str))
    written = subprocess.run(
        [sys.executable, HOME / "generate.py", place / "schema.json"],
        capture_output=True,
        text=True,
        check=True,
    )
    (place / "guanxi_client" / "api.py").write_text(written.stdout)
    return place


@pytest.fixture
def client_package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(folder))
    for name in [name for name in sys.modules if name.startswith("guanxi_client")]:
        monkeypatch.delitem(sys.modules, name)
    return importlib.import_module("guanxi_client.api")


def test_it_is_sound_in_its_types(folder: Path) -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "guanxi_client"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout[-2000:]


@pytest.mark.django_db(transaction=True)
def test_a_site_sends_an_event_and_reads_it_back(client_package: Any, live_server: Any) -> None:
    make.kind("purchase")
    site = client_package.Guanxi(live_server.url, make.key_of(make.site()))
    event = make.event(1, external_id="customer-1")
    assert site.qualifying_events_create(body=event)["accepted"] == 1
    assert site.qualifying_events_create(body=event)["duplicates"] == 1
    [sent] = site.qualifying_events_retrieve()["items"]
    assert (sent["event_id"], sent["state"]) == ("order-1", "waiting")


@pytest.mark.django_db(transaction=True)
def test_a_member_reads_and_chooses_and_a_refusal_has_its_code(client_package: Any, live_server: Any) -> None:
    token = issue_token(actor=MemberFactory.create(), now=timezone.now()).secret
    me = client_package.Guanxi(live_server.url, token)
    problem = importlib.import_module("guanxi_client").Problem
    chosen = me.badges_choose(body={"credit": {"audience": "members", "floor": "good"}})
    assert chosen["credit"]["floor"] == "good" == me.badges_read()["credit"]["floor"]
    with pytest.raises(problem) as refused:
        me.credential_create()
    assert (refused.value.status, refused.value.code) == (409, "not-certified")
