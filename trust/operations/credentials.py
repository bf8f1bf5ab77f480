"""A certification to carry along: issued to its holder, taken back by its holder."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.queries import as_member
from common import signing
from common.access import Actor, allow
from trust import credential_queries, errors, queries
from trust.models import Credential
from trust.models.credentials import LIST_SIZE
from trust.states import CaseKind, CertificationState

_TRIES = 50


@transaction.atomic
def issue_credential(*, actor: Actor, now: datetime) -> Credential:
    """A credential of the certified job; repeating returns the same. Raises: NeedsSignIn, NotCertified."""
    allow(actor, "trust.carry-credential")
    row = queries.live_certification(as_member(actor).pk, CaseKind.PROFESSIONAL)
    if row is None or row.state != CertificationState.ACTIVE or (row.expires_at and row.expires_at <= now):
        raise errors.NotCertified
    signing.live_key(credential_queries.key_use())  # made here, so that nobody who reads makes one
    # A list is at most half full, so that a free place is found soon.
    number = Credential.objects.count() // (LIST_SIZE // 2) + 1
    for _ in range(_TRIES):
        live = Credential.objects.filter(certification=row, ended_at__isnull=True).first()
        if live is not None:
            return live
        place = {"list_number": number, "list_index": secrets.randbelow(LIST_SIZE)}
        try:
            with transaction.atomic():
                return Credential.objects.create(certification=row, issued_at=now, **place)
        except IntegrityError:  # credential_own_place, credential_one_live_per_certification
            continue
    raise errors.NotCertified


@transaction.atomic
def end_credential(*, actor: Actor, now: datetime) -> None:
    """Take back what was handed out; whoever checks it sees that it is revoked. Repeating changes nothing."""
    allow(actor, "trust.carry-credential")
    mine = Credential.objects.filter(certification__member_id=as_member(actor).pk, ended_at__isnull=True)
    mine.update(ended_at=now)
