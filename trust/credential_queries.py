"""Signed credentials and their status lists: Open Badges 3.0 as a W3C credential in a JWT, EdDSA."""

import base64
import gzip
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import override

from common import signing
from common.files.receipts import read_receipt
from common.models import SigningKey
from trust import evidence_queries, queries, rules
from trust.models import Case, Certification, Credential
from trust.models.credentials import LIST_SIZE
from trust.states import AssuranceMethod, CertificationState, Outcome

TYPE: Final = "vc+jwt"
PURPOSES: Final = ("revocation", "suspension")
# Whoever caches a list for longer than this can't rely on it. The promise is 5 minutes.
LIST_SECONDS: Final = 300
_CONTEXT: Final = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
_OVER = (CertificationState.REVOKED, CertificationState.EXPIRED, CertificationState.SUPERSEDED)


def key_use() -> str:
    """What a demo signs must be told apart by everybody: its keys are called ``sim-...``."""
    return "sim-credential" if settings.DEMO else "credential"


def site() -> str:
    return str(settings.SITE_URL)


def list_url(number: int, purpose: str) -> str:
    return f"{site()}/verify/status/{number}-{purpose}/"


def live_credential(member_id: int) -> Credential | None:
    """Of the certification that is live now. One statement."""
    return (
        Credential.objects.filter(
            certification__member_id=member_id,
            ended_at__isnull=True,
            certification__state__in=[CertificationState.ACTIVE, CertificationState.SUSPENDED],
        )
        .select_related("certification__member__data_key")
        .order_by("-pk")
        .first()
    )


def find_credential(public_id: str) -> Credential | None:
    """One statement."""
    rows = Credential.objects.select_related("certification__member__data_key", "certification__case")
    return rows.filter(public_id=public_id).first()


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a credential says about its holder; the name is masked."""

    holder: str
    employer: str
    title: str
    method: str
    reviewers: int


def content_of(row: Credential) -> Content | None:
    """As it was certified; None once it was forgotten. Five statements at most."""
    certification = row.certification
    claim = evidence_queries.employment_claim(certification.case)
    job = evidence_queries.open_job(certification.member, claim.sealed) if claim and claim.sealed else None
    job = job or _present_job(certification)
    if job is None:
        return None
    name = queries.own_certification(certification.member_id)
    with override("en"):
        method = str(AssuranceMethod(certification.method).label)
    return Content(
        holder=name.masked_name if name else rules.mask_legal_name(certification.member.display_name),
        employer=job.employer,
        title=job.title,
        method=method,
        reviewers=_reviewers(certification.case),
    )


def _present_job(certification: Certification) -> rules.Job | None:
    """Only while it is the certified one."""
    if certification.state != CertificationState.ACTIVE:
        return None
    return evidence_queries.current_employment(certification.member)


def _reviewers(case: Case) -> int:
    approving = case.decisions.filter(outcome=Outcome.APPROVE)
    return approving.values("reviewer_id").distinct().count()


def token_of(row: Credential) -> str:
    """The credential, signed; the same each time. '' once nothing of it is known any more."""
    content = content_of(row)
    return signing.sign(_payload(row, content), use=key_use(), typ=TYPE) if content else ""


def ends_at(row: Credential) -> datetime:
    return row.certification.expires_at or row.issued_at + timedelta(days=365)


def _payload(row: Credential, content: Content) -> dict[str, Any]:
    place, ends = f"{site()}/verify/{row.public_id}/", ends_at(row)
    month = f"{row.certification.granted_at:%Y-%m}"
    people = f"{content.method}; {content.reviewers or 1} reviewer(s); certified {month}"
    return {
        "@context": _CONTEXT,
        "iss": site(),
        "jti": place,
        "sub": f"{place}#holder",
        "nbf": int(row.issued_at.timestamp()),
        "exp": int(ends.timestamp()),
        "id": place,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": site(), "type": ["Profile"], "name": settings.SITE_NAME, "url": site()},
        "name": "Certified job",
        "validFrom": _iso(row.issued_at),
        "validUntil": _iso(ends),
        "credentialSubject": {
            "id": f"{place}#holder",
            "type": ["AchievementSubject"],
            "holder": content.holder,
            "employer": content.employer,
            "position": content.title,
            "achievement": {
                "id": f"{site()}/verify/#certified-job",
                "type": ["Achievement"],
                "name": "Certified job",
                "description": "A certifier compared papers with the verified name and the declared job.",
                "criteria": {"narrative": people},
            },
        },
        "credentialStatus": [
            {
                "id": f"{list_url(row.list_number, purpose)}#{row.list_index}",
                "type": "BitstringStatusListEntry",
                "statusPurpose": purpose,
                "statusListIndex": str(row.list_index),
                "statusListCredential": list_url(row.list_number, purpose),
            }
            for purpose in PURPOSES
        ],
    }


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _marked(number: int, purpose: str) -> QuerySet[Credential]:
    rows = Credential.objects.filter(list_number=number)
    if purpose == "suspension":
        return rows.filter(certification__state=CertificationState.SUSPENDED)
    return rows.filter(Q(certification__state__in=_OVER) | Q(ended_at__isnull=False))


def list_named(which: str) -> tuple[int, str]:
    """``1-revocation``; (0, "") for a list in which nobody has a place. One statement."""
    number, _dash, purpose = which.partition("-")
    if purpose not in PURPOSES or not number.isascii() or not number.isdigit() or len(number) > 6:
        return 0, ""
    if not Credential.objects.filter(list_number=int(number)).exists():
        return 0, ""
    return int(number), purpose


def status_list(number: int, purpose: str, *, now: datetime) -> str:
    """The signed list of one purpose as of this moment. One statement, and one for the key."""
    bits = bytearray(LIST_SIZE // 8)
    for index in _marked(number, purpose).values_list("list_index", flat=True):
        bits[index // 8] |= 1 << (7 - index % 8)
    packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()
    place = list_url(number, purpose)
    payload = {
        "@context": _CONTEXT[:1],
        "iss": site(),
        "jti": place,
        "id": place,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": site(),
        "validFrom": _iso(now),
        "validUntil": _iso(now + timedelta(seconds=LIST_SECONDS)),
        "nbf": int(now.timestamp()),
        "exp": int(now.timestamp()) + LIST_SECONDS,
        "credentialSubject": {
            "id": f"{place}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": f"u{packed}",
            "ttl": LIST_SECONDS * 1000,
        },
    }
    return signing.sign(payload, use=key_use(), typ=TYPE)


def public_keys() -> dict[str, Any]:
    """The keys of all credentials, retired ones too (RFC 7517, RFC 8037). One statement."""
    rows = SigningKey.objects.filter(use=key_use()).order_by("pk")
    return {
        "keys": [
            {
                "kty": "OKP",
                "crv": "Ed25519",
                "alg": "EdDSA",
                "use": "sig",
                "kid": row.kid,
                "x": base64.urlsafe_b64encode(bytes.fromhex(row.public)).rstrip(b"=").decode(),
            }
            for row in rows
        ]
    }


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """``state``: good, suspended, revoked, over, receipt, or bad (not ours, or changed)."""

    state: str
    content: Content | None = None
    issued_at: datetime | None = None
    ends_at: datetime | None = None
    receipt: dict[str, Any] | None = None
    is_demo: bool = False


def verdict_on(row: Credential | None, *, now: datetime) -> Verdict:
    """Where a credential stands at this moment."""
    if row is None:
        return Verdict(state="bad")
    state = row.certification.state
    if row.ended_at is not None or state in (CertificationState.REVOKED, CertificationState.SUPERSEDED):
        return Verdict(state="revoked", issued_at=row.issued_at)
    if state == CertificationState.EXPIRED or ends_at(row) <= now:
        return Verdict(state="over", issued_at=row.issued_at, ends_at=ends_at(row))
    if state == CertificationState.SUSPENDED:
        return Verdict(state="suspended", issued_at=row.issued_at)
    content = content_of(row)
    if content is None:
        return Verdict(state="revoked", issued_at=row.issued_at)
    return Verdict(
        state="good", content=content, issued_at=row.issued_at, ends_at=ends_at(row), is_demo=settings.DEMO
    )


def verdict_on_text(text: str, *, now: datetime) -> Verdict:
    """Of what somebody pasted: a credential, its address, or the receipt of a destroyed file."""
    text = "".join(text.split())
    if text.startswith(f"{site()}/verify/"):
        return verdict_on(find_credential(text.removeprefix(f"{site()}/verify/").strip("/")), now=now)
    try:
        said = signing.verify(text, use=key_use(), typ=TYPE)
    except signing.BadToken:
        return _receipt_verdict(text)
    place = str(said.get("jti", ""))
    verdict = verdict_on(find_credential(place.removeprefix(f"{site()}/verify/").strip("/")), now=now)
    return verdict


def _receipt_verdict(text: str) -> Verdict:
    try:
        said = read_receipt(text)
    except signing.BadToken:
        return Verdict(state="bad")
    moments = {name: datetime.fromtimestamp(said[name], UTC) for name in ("received_at", "destroyed_at")}
    return Verdict(state="receipt", receipt={**said, **moments})
