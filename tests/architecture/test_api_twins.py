"""What a page or the desk does, a program can do: each operation called there is called by the API, too.

An exception says why. One that has got its twin fails here, so that the list stays true.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.architecture.tree import ROOT

APPS = ("accounts", "connect", "trust", "gifts", "groups", "campaigns", "portal", "outbox")
BROWSER = "a step of a browser's own way in; programs use /contact-codes/, /registrations/ and /sign-ins/"
PROVIDER = "a provider's signed callback, not a person's act"
PAGES = "tidies the pages of the portal; there is nothing to tidy in an API"
OPERATOR = "the operator's own switch, kept behind the desk's second factor"
EYES = "shows papers or an address to one person who looks at them, under a seal of that look"
WITHOUT = {
    "accounts.bring_forward_erasure": OPERATOR,
    "accounts.find_sent_code": BROWSER,
    "accounts.grant_role": OPERATOR,
    "accounts.join_with_code": BROWSER,
    "accounts.join_with_login": BROWSER,
    "accounts.leave": "behind a link in a mail, without signing in; /notification-settings/ has the switches",
    "accounts.learn_reader": BROWSER,
    "accounts.link_login": BROWSER,
    "accounts.prove_with_login": BROWSER,
    "accounts.read_leave_token": BROWSER,
    "accounts.resend_contact_code": BROWSER,
    "accounts.revoke_role": OPERATOR,
    "accounts.sign_in_with_login": BROWSER,
    "accounts.subject_index": BROWSER,
    "campaigns.apply_call": PROVIDER,
    "campaigns.open_typed_code": "as the page of an invitation; programs count theirs by /touches/",
    "campaigns.open_invitation": "a look at the page; programs count theirs by /touches/",
    "campaigns.set_rule": OPERATOR,
    "connect.create_event_type": OPERATOR,
    "connect.create_site": OPERATOR,
    "connect.issue_key": OPERATOR,
    "connect.retire_event_type": OPERATOR,
    "connect.retire_site": OPERATOR,
    "connect.revoke_key": OPERATOR,
    "gifts.open_parcel_address": EYES,
    "gifts.record_bill": PROVIDER,
    "gifts.record_tracking": PROVIDER,
    "outbox.decide_unknown": OPERATOR,
    "outbox.give_up": OPERATOR,
    "outbox.replay_job": OPERATOR,
    "portal.ask_for_pictures": PAGES,
    "portal.end_arrival": PAGES,
    "portal.finish_step": PAGES,
    "portal.kind_of": PAGES,
    "portal.put_card_away": PAGES,
    "trust.confirm_calendar_year": OPERATOR,
    "trust.give_blind_opinion": EYES,
    "trust.read_blind": EYES,
    "trust.receive_credit_news": PROVIDER,
    "trust.remove_calendar_day": OPERATOR,
    "trust.set_calendar_day": OPERATOR,
    "trust.set_desk_policy": OPERATOR,
    "trust.use_ticket": EYES,
}


def test_what_pages_and_the_desk_do_the_api_does_or_says_why_not() -> None:
    there, twins = _called("web", "admin"), _called("api")
    assert len(there) > 200  # the walk sees them
    assert there - twins - set(WITHOUT) == set()
    assert set(WITHOUT) & twins == set()


def _called(*parts: str) -> set[str]:
    """``app.operation`` for all that the modules of these parts call, by name or by its module."""
    return {name for tree in _trees(parts) for name in (*_by_name(tree), *_by_module(tree))}


def _trees(parts: Iterable[str]) -> Iterator[ast.AST]:
    for app in APPS:
        for part in parts:
            for path in (*(ROOT / app).glob(f"{part}*.py"), *(ROOT / app / part).rglob("*.py")):
                yield ast.parse(path.read_text())


def _imports(tree: ast.AST) -> Iterator[tuple[str, str, bool]]:
    """(whole name, name here, whether it is a module) of what comes from ``<app>.operations``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                whole = f"{node.module}.{one.name}"
                if whole.split(".")[1] == "operations":
                    yield whole, one.asname or one.name, _is_module(whole)


def _is_module(name: str) -> bool:
    path = Path(ROOT, *name.split("."))
    return path.is_dir() or path.with_suffix(".py").exists()


def _by_name(tree: ast.AST) -> Iterator[str]:
    for whole, _here, is_module in _imports(tree):
        if not is_module and whole.split(".")[-1].islower():
            yield f"{whole.split('.')[0]}.{whole.split('.')[-1]}"


def _by_module(tree: ast.AST) -> Iterator[str]:
    apps = {here: whole.split(".")[0] for whole, here, is_module in _imports(tree) if is_module}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.islower():
            base = node.value
            while isinstance(base, ast.Attribute):
                base = base.value
            if isinstance(base, ast.Name) and base.id in apps:
                yield f"{apps[base.id]}.{node.attr}"
