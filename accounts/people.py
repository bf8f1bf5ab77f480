"""What one viewer gets to see of other members. Each says what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Value

from accounts import profile_rules, visibility
from accounts.audience import Audience, Relation
from accounts.models import Member, Mute, Profile
from accounts.names import proven_name
from accounts.profile_rules import ShownName, ShownProfile
from accounts.states import MemberState
from common.access import Actor
from common.errors import NotFound
from common.images.sanitiser import REFUSALS
from common.models import FileState, StoredFile


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member as one viewer sees them. ``name`` stands on top; ``display_name`` is what people call them."""

    member_id: int
    public_id: str
    relation: str
    name: ShownName
    display_name: str
    profile: ShownProfile
    joined_at: datetime
    is_muted: bool = False

    @property
    def face(self) -> str:
        """The public id where there is a photo for this viewer, "" for the initials."""
        return self.public_id if self.profile.has_photo else ""


def profile_of(member: Member) -> Profile:
    """The member's row, or the defaults. No statement where the profile was read with the member."""
    return getattr(member, "profile", None) or Profile(member=member)


def own_profile(member_id: int) -> Profile:
    """One statement."""
    row = Profile.objects.filter(member_id=member_id).first()
    return row or Profile(member_id=member_id)


def has_any_photo(member_id: int) -> bool:
    """Shown, or waiting to be. One statement."""
    some = Q(photo__isnull=False) | Q(photo_waiting__isnull=False)
    return Profile.objects.filter(some, member_id=member_id).exists()


def shown_photo(member_id: int) -> StoredFile | None:
    """For its owner's archive. One statement."""
    row = Profile.objects.filter(member_id=member_id).select_related("photo__key").first()
    return row.photo if row else None


@dataclass(frozen=True, kw_only=True)
class OwnPhoto:
    """``refusal``: the sentence why the last picture can't be used, or ""."""

    is_shown: bool
    is_waiting: bool
    refusal: str
    audience: Audience


def own_photo(member_id: int) -> OwnPhoto:
    """One statement."""
    rows = Profile.objects.filter(member_id=member_id).select_related("photo_waiting")
    profile = rows.first() or Profile(member_id=member_id)
    waiting = profile.photo_waiting
    return OwnPhoto(
        is_shown=profile.photo_id is not None,
        is_waiting=waiting is not None and waiting.state == FileState.QUARANTINED,
        refusal=str(REFUSALS.get(waiting.refusal, "")) if waiting is not None else "",
        audience=Audience(profile_rules.audience_of(profile, "photo")),
    )


def person_seen_by(viewer: Actor, public_id: str) -> Person:
    """One member's page. One statement, and those of the legal name where the viewer may see it.

    Raises: NotFound: nobody, not for this viewer, or a block in between. One answer, at one cost.
    """
    member = _seen_by(viewer).filter(public_id=public_id).first()
    person = as_seen_by(member, _relation(member)) if member else None
    if person is None:
        raise NotFound
    return person


def photo_seen_by(viewer: Actor, public_id: str) -> StoredFile:
    """The photo of a member. One statement.

    Raises: NotFound: nobody, no photo, not for this viewer, or a block in between. One answer.
    """
    rows = _seen_by(viewer).select_related("profile__photo__key")
    member = rows.filter(public_id=public_id, profile__photo__isnull=False).first()
    if member is None or not profile_rules.show(profile_of(member), _relation(member)).has_photo:
        raise NotFound
    photo: StoredFile = member.profile.photo
    return photo


def as_seen_by(member: Member, relation: str) -> Person | None:
    """What somebody who is ``relation`` to the member sees; None: that there is nobody here.

    "See myself as" and everybody's page are this one function.
    """
    profile = profile_of(member)
    if not profile_rules.is_open_to(profile, relation):
        return None
    wants = profile_rules.needs_proven_name(profile, relation)
    proven = proven_name(member.pk) if wants else None
    return _person(member, profile, relation, proven=proven)


def people_seen_by(viewer: Actor, member_ids: Iterable[int]) -> dict[int, Person]:
    """{member id: person} of those that the viewer may see; under the names they go by. One statement."""
    members = _seen_by(viewer).filter(pk__in=list(member_ids))
    found = {}
    for member in members:
        profile, relation = profile_of(member), _relation(member)
        if profile_rules.is_open_to(profile, relation):
            found[member.pk] = _person(member, profile, relation)
    return found


def _seen_by(viewer: Actor) -> QuerySet[Member]:
    muted: Any = Value(False, output_field=BooleanField())
    if viewer.pk is not None:
        muted = Exists(Mute.objects.filter(muter_id=viewer.pk, muted_id=OuterRef("pk")))
    rows = Member.objects.filter(state=MemberState.ACTIVE).select_related("profile")
    return rows.annotate(relation=visibility.relation_column(viewer), is_muted=muted)


def _relation(member: Member) -> str:
    return str(getattr(member, "relation", Relation.BLOCKED))


def _person(
    member: Member, profile: Profile, relation: str, *, proven: profile_rules.ProvenName | None = None
) -> Person:
    name = profile_rules.shown_name(profile, relation, display_name=member.display_name, proven=proven)
    return Person(
        member_id=member.pk,
        public_id=member.public_id,
        relation=relation,
        name=name,
        display_name=member.display_name,
        profile=profile_rules.show(profile, relation),
        joined_at=member.joined_at,
        is_muted=bool(getattr(member, "is_muted", False)),
    )
