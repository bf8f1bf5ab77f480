"""Other services that sign in: bodies of unsafe calls, and a linked login for the world."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from accounts.models import Member, Passkey
from accounts.operations import add_passkey, ask_for_passkey, link_login
from accounts.providers.logins import Identity
from tests.accounts.software_key import SoftwareKey
from tests.authz.parts import NOW

if TYPE_CHECKING:
    from tests.authz.world import World

# Asking everything takes longer than a proof holds.
ALWAYS_FRESH = timedelta(days=1)

BODIES: Mapping[str, Callable[["World", str], dict[str, Any]]] = {
    "accounts:passkey-remove": lambda w, o: {},
    "accounts:passkeys": lambda w, o: {"name": "phone", "token": "x", "answer": "{}"},
    "accounts:passkey": lambda w, o: {"name": "old phone"},
    "accounts:join-with": lambda w, o: {"display_name": "Lin", "consent": "on"},
    "accounts:login-unlink": lambda w, o: {},
    "trust:linkedin": lambda w, o: {"consent": "on"},
    "trust:withdraw-linkedin": lambda w, o: {},
    "api-unlink-login": lambda w, o: {},
}


def login_of(member: Member) -> str:
    """The public id of a WeChat account that signs the member in."""
    person = Identity(subject=f"union-{member.pk}")
    return link_login(actor=member, provider="wechat", identity=person, now=NOW).public_id


def passkey_of(member: Member) -> Passkey:
    member.proven_at = NOW + ALWAYS_FRESH
    question = ask_for_passkey(actor=member, host="testserver")
    answer = SoftwareKey().create(question.options)
    return add_passkey(
        actor=member, name="phone", host="testserver", token=question.token, answer=answer, now=NOW
    )
