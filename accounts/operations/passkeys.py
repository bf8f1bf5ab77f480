"""Passkeys: added by a member who is signed in, used instead of code or password, removed."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts import ceremonies, errors
from accounts.ceremonies import Question
from accounts.facts import AccountChanged
from accounts.models import Member, Passkey
from accounts.operations.contacts import has_way_in_without_contact, hold_ways_in
from accounts.operations.registration import active_member
from accounts.queries import as_member
from accounts.second_factor_queries import passkeys_of
from accounts.states import PASSKEY_NAME_LENGTH, AccountNews
from common.access import Actor, allow
from common.errors import NotFound
from common.logs import log
from outbox.audit import note
from outbox.facts import record

MOST_PASSKEYS = 10


def ask_for_passkey(*, actor: Actor, host: str) -> Question:
    """What the browser is asked to make one. Writes nothing. Raises: NeedsFreshProof."""
    member = as_member(actor)
    allow(actor, "accounts.change-passkeys", member)
    return ceremonies.ask_to_create(
        host=host,
        user_id=member.public_id,
        user_name=member.handle,
        shown_name=member.display_name,
        known=[bytes(key.credential_data) for key in passkeys_of(member.pk)],
    )


def add_passkey(*, actor: Actor, name: str, host: str, token: str, answer: str, now: datetime) -> Passkey:
    """Keep the public half of what the browser made.

    Raises: BadPasskeyName, BadPasskey, TooManyPasskeys, NeedsFreshProof.
    """
    member = as_member(actor)
    allow(actor, "accounts.change-passkeys", member)
    clean = _clean_name(name)
    made = ceremonies.check_creation(host=host, user_id=member.public_id, token=token, answer=answer)
    with transaction.atomic():
        hold_ways_in(member.pk)
        if Passkey.objects.filter(member=member).count() >= MOST_PASSKEYS:
            raise errors.TooManyPasskeys
        try:
            with transaction.atomic():
                key = Passkey.objects.create(
                    member=member,
                    name=clean,
                    credential_id=made.credential_id.hex(),
                    credential_hash=ceremonies.credential_hash(made.credential_id),
                    credential_data=made.data,
                    sign_count=made.sign_count,
                    created_at=now,
                )
        except IntegrityError as error:  # credential_hash: this device is known already
            raise errors.BadPasskey from error
        note(actor, verb=AccountNews.PASSKEY_ADDED, kind="accounts.member", key=member.public_id)
        fact = AccountChanged(
            member_id=member.pk,
            news=AccountNews.PASSKEY_ADDED,
            former_id=None,
            occurred_at=now.isoformat(),
        )
        record(fact, subject=f"member:{member.public_id}")
    return key


@transaction.atomic
def rename_passkey(*, actor: Actor, public_id: str, name: str) -> None:
    """Raises: NotFound, BadPasskeyName."""
    key = _own(actor, public_id)
    Passkey.objects.filter(pk=key.pk).update(name=_clean_name(name))


@transaction.atomic
def remove_passkey(*, actor: Actor, public_id: str) -> None:
    """Raises: NotFound, LastWayIn, NeedsFreshProof."""
    key = _own(actor, public_id)
    member = hold_ways_in(key.member_id)
    has_contact = bool(member.phone_index or member.email_index)
    if not has_contact and not has_way_in_without_contact(member.pk, but_passkey=key.pk):
        raise errors.LastWayIn
    key.delete()
    note(actor, verb="passkey-removed", kind="accounts.member", key=member.public_id)


def sign_in_with_passkey(*, host: str, token: str, answer: str, now: datetime) -> Member:
    """Both factors at once: something the member has, unlocked by what they know or are.

    A counter that stands still or falls tells of a copy; such an answer counts as wrong.

    Raises: BadPasskey, MemberSuspended.
    """
    wanted = ceremonies.credential_hash(ceremonies.claimed_credential(answer))
    key = Passkey.objects.filter(credential_hash=wanted).first()
    if key is None:
        raise errors.BadPasskey
    counter = ceremonies.check_sign_in(
        host=host, token=token, answer=answer, stored=bytes(key.credential_data)
    )
    rises = Q(sign_count__lt=counter) if counter else Q(sign_count=0)
    mine = Passkey.objects.filter(rises, pk=key.pk)
    if mine.update(sign_count=counter, last_used_at=now) != 1:
        log(__name__, "passkey.copied", member=key.member_id)
        raise errors.BadPasskey
    member = active_member(key.member_id)
    log(__name__, "member.signed-in", member=member.pk, by="passkey")
    return member


def _own(actor: Actor, public_id: str) -> Passkey:
    as_member(actor)
    key = Passkey.objects.select_related("member").filter(public_id=public_id).first()
    if key is None:
        raise NotFound
    allow(actor, "accounts.change-passkeys", key.member)
    return key


def _clean_name(name: str) -> str:
    clean = " ".join(name.split())
    if not 1 <= len(clean) <= PASSKEY_NAME_LENGTH or not clean.isprintable():
        raise errors.BadPasskeyName(field="name")
    return clean
