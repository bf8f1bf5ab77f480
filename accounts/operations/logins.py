"""Signing in, joining and linking through another service, which has said who somebody is.

Who they are there is kept as a keyed hash. Two accounts are never joined by an address that a service
claims: whoever has an account already links it while signed in.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts import errors
from accounts.facts import AccountChanged
from accounts.models import LinkedLogin, Member
from accounts.operations.contacts import has_way_in_without_contact, hold_ways_in
from accounts.operations.registration import Entry, active_member, register_without_contact
from accounts.providers.logins import Identity
from accounts.queries import as_member, payee_of
from accounts.second_factor_queries import proofs_of
from accounts.states import AccountNews
from accounts.wechat_messages import person_index
from common.access import Actor, allow
from common.crypto import blind_index
from common.errors import NotFound
from common.logs import log
from common.models import DataKey
from outbox.audit import note
from outbox.facts import record


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """What somebody without an account agrees to and wants to be called."""

    display_name: str
    locale: str
    notice_hash: str
    visitor_key: str | None


def sign_in_with_login(*, provider: str, identity: Identity) -> Member | None:
    """The member who has linked this identity; None: nobody has, so the join form comes next.

    Raises: MemberSuspended.
    """
    member = _sign_in(provider, subject_index(provider, identity))
    if member is not None:
        know_places(actor=member, provider=provider, identity=identity)
    return member


def _sign_in(provider: str, known_as: str) -> Member | None:
    linked = LinkedLogin.objects.filter(provider=provider, subject_index=known_as)
    member_id = linked.values_list("member_id", flat=True).first()
    if member_id is None:
        return None
    member = active_member(member_id)
    log(__name__, "member.signed-in", member=member.pk, by=provider)
    return member


def join_with_login(*, provider: str, known_as: str, newcomer: Newcomer, now: datetime) -> Entry:
    """A new member whose way in is this identity: consent, companions and fact as with a contact.

    ``known_as``: its ``subject_index``, which is all that the join form keeps of who somebody is there.
    Repeating signs the same member in.

    Raises: BadDisplayName, ConsentNeeded, BadLocale, MemberSuspended, ContactJustUsed.
    """
    known = _sign_in(provider, known_as)
    if known is not None:
        return Entry(member=known, is_new=False)
    try:
        with transaction.atomic():
            member = register_without_contact(
                display_name=newcomer.display_name,
                locale=newcomer.locale,
                notice_hash=newcomer.notice_hash,
                visitor_key=newcomer.visitor_key,
                now=now,
            )
            _link(member, provider, known_as, now)
    except IntegrityError as error:  # linkedlogin_one_member: a twin was faster
        raise errors.ContactJustUsed from error
    log(__name__, "member.registered", member=member.pk, by=provider)
    return Entry(member=member, is_new=True)


@transaction.atomic
def link_login(*, actor: Actor, provider: str, identity: Identity, now: datetime) -> LinkedLogin:
    """Let this identity sign the actor in from now on. Repeating changes nothing.

    Raises: LoginTaken, AlreadySetUp (another identity of the same service), NeedsFreshProof.
    """
    member = as_member(actor)
    allow(actor, "accounts.change-logins", member)
    wanted = subject_index(provider, identity)
    held = LinkedLogin.objects.filter(provider=provider, subject_index=wanted).first()
    if held is not None:
        if held.member_id != member.pk:
            raise errors.LoginTaken
        know_places(actor=actor, provider=provider, identity=identity)
        return held
    try:
        with transaction.atomic():
            linked = _link(member, provider, wanted, now)
    except IntegrityError as error:  # linkedlogin_one_per_provider
        raise errors.AlreadySetUp from error
    know_places(actor=actor, provider=provider, identity=identity)
    note(actor, verb=AccountNews.LOGIN_ADDED, kind="accounts.member", key=member.public_id, why=provider)
    fact = AccountChanged(
        member_id=member.pk,
        news=AccountNews.LOGIN_ADDED,
        former_id=None,
        occurred_at=now.isoformat(),
    )
    record(fact, subject=f"member:{member.public_id}")
    return linked


@transaction.atomic
def unlink_login(*, actor: Actor, public_id: str) -> None:
    """Raises: NotFound, LastWayIn, NeedsFreshProof."""
    as_member(actor)
    linked = LinkedLogin.objects.select_related("member").filter(public_id=public_id).first()
    if linked is None:
        raise NotFound
    allow(actor, "accounts.change-logins", linked.member)
    member = hold_ways_in(linked.member_id)
    has_contact = bool(member.phone_index or member.email_index)
    if not has_contact and not has_way_in_without_contact(member.pk, but_login=linked.pk):
        raise errors.LastWayIn
    linked.delete()
    note(actor, verb="login-removed", kind="accounts.member", key=member.public_id, why=linked.provider)


def prove_with_login(*, actor: Actor, provider: str, identity: Identity) -> None:
    """A fresh proof by a linked login, for members with neither password nor second factor.

    Raises: WrongProof.
    """
    member = as_member(actor)
    allow(actor, "accounts.prove", member)
    linked = LinkedLogin.objects.filter(
        member=member, provider=provider, subject_index=subject_index(provider, identity)
    )
    if provider not in proofs_of(member).logins or not linked.exists():
        raise errors.WrongProof
    log(__name__, "member.proved", member=member.pk, by=provider)


@transaction.atomic
def know_places(*, actor: Actor, provider: str, identity: Identity) -> None:
    """Keep under what the service pays money to the actor, and under what the community's account there
    writes, if it said so and the identity is the actor's own.

    Sealed under the member's own key. Repeating changes nothing.
    """
    member = as_member(actor)
    allow(actor, "accounts.prove", member)
    if not identity.payee and not identity.reader:
        return
    linked = LinkedLogin.objects.filter(
        member=member, provider=provider, subject_index=subject_index(provider, identity)
    ).first()
    if linked is None or member.data_key is None:
        return
    mine = LinkedLogin.objects.filter(pk=linked.pk)
    if identity.payee and payee_of(member.pk) != identity.payee:
        mine.update(payee_sealed=member.data_key.encrypt(identity.payee, aad=linked.payee_place))
    if identity.reader and linked.reader_index != person_index(identity.reader):
        _take_over_reader(linked, member.data_key, identity.reader)


@transaction.atomic
def learn_reader(*, actor: Actor, provider: str, identity: Identity) -> None:
    """Keep under what the community's account there writes to the actor, whose login is linked already.

    ``identity.subject`` may be empty: the service told no more than ``reader``. Repeating changes nothing.

    Raises: NotFound (nothing is linked), ReaderTaken, ReaderOther.
    """
    member = as_member(actor)
    allow(actor, "accounts.change-notifications", member)
    linked = LinkedLogin.objects.filter(member=member, provider=provider).first()
    if linked is None or member.data_key is None or not identity.reader:
        raise NotFound
    wanted = person_index(identity.reader)
    theirs = Q(reader_index=wanted)
    if identity.subject:
        theirs |= Q(subject_index=subject_index(provider, identity))
    if LinkedLogin.objects.filter(theirs, provider=provider).exclude(pk=linked.pk).exists():
        raise errors.ReaderTaken
    if identity.subject and linked.subject_index != subject_index(provider, identity):
        raise errors.ReaderOther
    if linked.reader_index == wanted:
        return
    if linked.reader_index:
        raise errors.ReaderOther
    try:
        with transaction.atomic():
            _keep_reader(linked, member.data_key, identity.reader)
    except IntegrityError as error:  # linkedlogin_one_reader: somebody else was faster
        raise errors.ReaderTaken from error


def subject_index(provider: str, identity: Identity) -> str:
    return blind_index(identity.subject, purpose=f"login:{provider}")


def _link(member: Member, provider: str, known_as: str, now: datetime) -> LinkedLogin:
    return LinkedLogin.objects.create(member=member, provider=provider, subject_index=known_as, linked_at=now)


def _take_over_reader(linked: LinkedLogin, key: DataKey, reader: str) -> None:
    """Whoever else said so was never asked for more than the base scope; here the person is proven."""
    others = LinkedLogin.objects.filter(provider=linked.provider, reader_index=person_index(reader))
    try:
        with transaction.atomic():
            others.exclude(pk=linked.pk).update(reader_sealed="", reader_index="")
            _keep_reader(linked, key, reader)
    except IntegrityError:  # linkedlogin_one_reader: one more said so just now; the next sign-in tells again
        log(__name__, "reader.contested", member=linked.member_id)


def _keep_reader(linked: LinkedLogin, key: DataKey, reader: str) -> None:
    LinkedLogin.objects.filter(pk=linked.pk).update(
        reader_sealed=key.encrypt(reader, aad=linked.reader_place), reader_index=person_index(reader)
    )
