"""A member at the simulated provider, over real HTTP."""

import urllib.request
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

from django.utils import timezone

from accounts.models import Member
from outbox.testing import run_jobs
from trust.models import CreditAttestation
from trust.notices import CREDIT
from trust.operations import answer_credit, begin_credit
from trust.operations.permissions import Begun
from trust.providers.credit import current_credit


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def chosen(way: str, persona: str) -> dict[str, str]:
    """What the consent page sends back with the browser."""
    try:
        urllib.request.build_opener(_Stay).open(f"{way}&persona={persona}", timeout=5)
    except HTTPError as moved:
        place = moved.headers["Location"]
        return {name: values[0] for name, values in parse_qs(urlsplit(place).query).items()}
    raise AssertionError("no redirect")


def begun(member: Member) -> Begun[CreditAttestation]:
    return begin_credit(actor=member, notice_hash=CREDIT.hash, now=timezone.now())


def answered(member: Member, persona: str) -> CreditAttestation:
    """Allowed or denied; the level is not read yet."""
    start, provider = begun(member), current_credit()
    assert provider
    said = chosen(provider.begin(ref="", secret=start.secret), persona)
    return answer_credit(
        actor=member, secret=said["state"], code=said.get("auth_code", ""), now=timezone.now()
    )


def with_level(member: Member, persona: str = "score-650") -> CreditAttestation:
    row = answered(member, persona)
    run_jobs()
    row.refresh_from_db()
    return row
