"""A certified job to carry along: what a stranger finds out about it, with us and without us."""

import base64
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone

from common.access import SYSTEM
from common.models import SigningKey
from tests.factories.accounts import MemberFactory
from tests.factories.evidence import certified
from trust import credential_queries, errors
from trust.models import Certification, Credential
from trust.operations import (
    declare_employment,
    end_credential,
    issue_credential,
    reinstate_certification,
    revoke_certification,
    suspend_certification,
)
from trust.operations.certifications import expire_certifications
from trust.verifier import verify_badge

pytestmark = pytest.mark.django_db
SCRIPT = Path(verify_badge.__file__)


def issued(**more):
    member = MemberFactory.create(**more)
    certified(member)
    return member, issue_credential(actor=member, now=timezone.now())


def verdict(text):
    return credential_queries.verdict_on_text(text, now=timezone.now()).state


def offline(folder, token, *, lists=True, keys=None):
    """What the script says, in a Python that knows nothing of ours."""
    (folder / "badge.jwt").write_text(token)
    (folder / "keys.json").write_text(json.dumps(keys or credential_queries.public_keys()))
    command = [sys.executable, "-I", str(SCRIPT), "badge.jwt", "--keys", "keys.json"]
    for purpose in credential_queries.PURPOSES if lists else ():
        (folder / purpose).write_text(credential_queries.status_list(1, purpose, now=timezone.now()))
        command += ["--status", purpose]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout


def test_a_stranger_verifies_it_offline(tmp_path):
    _member, row = issued()
    code, said = offline(tmp_path, credential_queries.token_of(row))
    assert code == 0, said
    assert said.startswith("GOOD") and "样例科技有限公司" in said and "工程师" in said


def test_without_status_lists_the_verifier_says_what_it_does_not_know(tmp_path):
    _member, row = issued()
    code, said = offline(tmp_path, credential_queries.token_of(row), lists=False)
    assert code == 2 and "revoked" in said and "suspended" in said


def test_every_changed_character_is_noticed():
    _member, row = issued()
    token = credential_queries.token_of(row)
    keys = credential_queries.public_keys()
    for at in range(0, len(token), 97):
        other = "A" if token[at] != "A" else "B"
        changed = token[:at] + other + token[at + 1 :]
        assert verdict(changed) == "bad"
        with pytest.raises(verify_badge.Bad):
            verify_badge.opened(changed, keys, "vc+jwt")


def test_another_algorithm_and_another_key_are_refused():
    _member, row = issued()
    _head, body, signature = credential_queries.token_of(row).split(".")
    for header in ({"alg": "none", "typ": "vc+jwt"}, {"alg": "HS256", "typ": "vc+jwt", "kid": "x"}):
        forged = base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
        assert verdict(f"{forged}.{body}.{signature}") == "bad"


def test_a_new_job_suspends_it_at_once_in_both_places(tmp_path):
    member, row = issued()
    token = credential_queries.token_of(row)
    declare_employment(actor=member, employer="另一家公司", title="经理", now=timezone.now())
    assert verdict(token) == "suspended"
    code, said = offline(tmp_path, token)
    assert (code, said) == (1, "BAD: it was suspended\n")


def test_reinstated_it_is_good_again(tmp_path):
    _member, row = issued()
    token = credential_queries.token_of(row)
    for act in (suspend_certification, reinstate_certification):
        act(actor=SYSTEM, certification_id=row.certification_id, why="a question", now=timezone.now())
    assert verdict(token) == "good"
    assert offline(tmp_path, token)[0] == 0


@pytest.mark.parametrize("how", ["revoked", "taken-back"])
def test_revoked_it_shows_within_five_minutes(tmp_path, how):
    member, row = issued()
    token = credential_queries.token_of(row)
    if how == "revoked":
        revoke_certification(
            actor=SYSTEM, certification_id=row.certification_id, why="false", now=timezone.now()
        )
    else:
        end_credential(actor=member, now=timezone.now())
    assert verdict(token) == "revoked"
    assert offline(tmp_path, token) == (1, "BAD: it was revoked\n")


def test_an_old_status_list_is_not_relied_on():
    _member, row = issued()
    past = timezone.now() - timedelta(minutes=6)
    lists = [credential_queries.status_list(1, name, now=past) for name in credential_queries.PURPOSES]
    _said, unknown = verify_badge.check(
        credential_queries.token_of(row),
        credential_queries.public_keys(),
        lists,
        timezone.now().timestamp() + 1,
    )
    assert len(unknown) == 2


def test_expired_it_says_until_when():
    _member, row = issued()
    token = credential_queries.token_of(row)
    Certification.objects.filter(pk=row.certification_id).update(
        expires_at=timezone.now() - timedelta(seconds=1)
    )
    expire_certifications(now=timezone.now())
    seen = credential_queries.verdict_on_text(token, now=timezone.now())
    assert seen.state == "over" and seen.ends_at is not None


def test_retired_keys_still_verify():
    _member, row = issued()
    token = credential_queries.token_of(row)
    SigningKey.objects.filter(use="credential").update(retired_at=timezone.now())
    _other, fresh = issued()
    assert verdict(token) == verdict(credential_queries.token_of(fresh)) == "good"
    assert len(credential_queries.public_keys()["keys"]) == 2


def test_a_demos_keys_are_called_so(settings):
    settings.DEMO = True
    _member, row = issued()
    token = credential_queries.token_of(row)
    assert credential_queries.public_keys()["keys"][0]["kid"].startswith("sim-")
    settings.DEMO = False
    assert verdict(token) == "bad"


def test_asking_twice_gives_one_and_the_same():
    member, row = issued()
    again = issue_credential(actor=member, now=timezone.now())
    assert again == row
    assert credential_queries.token_of(again) == credential_queries.token_of(row)


def test_without_an_active_certification_there_is_none():
    member, row = issued()
    suspend_certification(actor=SYSTEM, certification_id=row.certification_id, why="x", now=timezone.now())
    with pytest.raises(errors.NotCertified):
        issue_credential(actor=member, now=timezone.now())
    with pytest.raises(errors.NotCertified):
        issue_credential(actor=MemberFactory.create(), now=timezone.now())
    assert Credential.objects.count() == 1


def test_it_names_no_account_and_no_whole_name():
    member, row = issued(display_name="欧阳若曦")
    _head, body, _signature = credential_queries.token_of(row).split(".")
    said = base64.urlsafe_b64decode(body + "==").decode()
    assert member.public_id not in said and member.handle not in said and "若曦" not in said


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "签.名.假", "." * 300])
def test_nonsense_is_not_ours(text):
    assert verdict(text) == "bad"


def test_the_verifiers_arithmetic_agrees_with_a_library():
    for number in range(20):
        key = Ed25519PrivateKey.generate()
        message = bytes([number]) * number
        public, signature = key.public_key().public_bytes_raw(), key.sign(message)
        assert verify_badge.is_signed(public, message, signature)
        assert not verify_badge.is_signed(public, message + b"x", signature)
        assert not verify_badge.is_signed(public, message, signature[:-1] + bytes([signature[-1] ^ 1]))


def test_the_verifier_knows_the_vector_of_rfc_8032():
    """Section 7.1, test 3."""
    public = bytes.fromhex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
    signature = bytes.fromhex(
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    )
    assert verify_badge.is_signed(public, bytes.fromhex("af82"), signature)


def test_the_verifier_is_small():
    assert len(SCRIPT.read_text().splitlines()) <= 160
