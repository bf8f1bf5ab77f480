"""What members tell about themselves. Writes the search index in the same commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from accounts import profile_rules, rules
from accounts.models import Block, CirclePlace, Member, Mute, Profile
from accounts.profile_words import BIO_LENGTH, CITY_LENGTH, ENGLISH_NAME_LENGTH, HEADLINE_LENGTH
from accounts.queries import as_member
from accounts.search import SOURCE, write_person
from accounts.tie_facts import ProfileChanged
from common.access import Actor, allow
from common.search import remove_entries
from outbox.facts import record


@dataclass(frozen=True, kw_only=True)
class ProfileChanges:
    """None leaves a field as it is, "" empties it. ``audiences``: {field: Audience} of those that change."""

    display_name: str | None = None
    english_name: str | None = None
    headline: str | None = None
    city: str | None = None
    industry: str | None = None
    bio: str | None = None
    links: Sequence[str] | None = None
    name_form: str | None = None
    audiences: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def edit_profile(*, actor: Actor, changes: ProfileChanges, now: datetime) -> Profile:
    """Set fields and who may see them, and what searches find. The same again changes nothing.

    Two edits at once follow each other; of one field, the later stays.

    Raises: NeedsSignIn, BadDisplayName, TooLong, BadLink, UnknownIndustry, UnknownNameForm, UnknownAudience.
    """
    member = as_member(actor)
    allow(actor, "accounts.edit-profile", member)
    wanted = _clean(changes)
    name = None if changes.display_name is None else rules.clean_display_name(changes.display_name)
    profile = lock_profile(member.pk)
    changed = {key: value for key, value in wanted.items() if getattr(profile, key) != value}
    if changed:
        Profile.objects.filter(pk=member.pk).update(**changed)
        vars(profile).update(changed)
    fresh = Member.objects.get(pk=member.pk)
    if name is not None and name != fresh.display_name:
        Member.objects.filter(pk=member.pk).update(display_name=name)
        fresh.display_name = member.display_name = name
        changed["display_name"] = name
    if changed:
        write_person(fresh, profile)
        fact = ProfileChanged(member_id=member.pk, fields=sorted(changed), occurred_at=now.isoformat())
        record(fact, subject=f"member:{member.public_id}")
    return profile


@transaction.atomic
def index_person(*, member_id: int) -> None:
    """Make a member findable, as their profile says. Repeating writes nothing."""
    profile = lock_profile(member_id)
    write_person(Member.objects.get(pk=member_id), profile)


def reindex_people() -> int:
    """Every member's search entries anew, each under their own lock. How many members there are."""
    ids = list(Member.objects.order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        index_person(member_id=pk)
    return len(ids)


@transaction.atomic
def erase_profile(*, member_id: int) -> None:
    """Part of an erasure: what was told, whom it was shown to, blocks and mutes of either side, the index.

    The other side of a block loses nothing: there is nobody left to see. Repeating changes nothing.
    """
    remove_entries(source=SOURCE, object_id=member_id)
    Block.objects.filter(Q(blocker_id=member_id) | Q(blocked_id=member_id)).delete()
    Mute.objects.filter(Q(muter_id=member_id) | Q(muted_id=member_id)).delete()
    CirclePlace.objects.filter(member_id=member_id).delete()
    Profile.objects.filter(member_id=member_id).delete()


def lock_profile(member_id: int) -> Profile:
    """The row with its pictures, made where there was none, and nobody else's until the commit.

    The UPDATE is the lock.
    """
    mine = Profile.objects.filter(pk=member_id)
    if not mine.update(version=F("version") + 1):
        Profile.objects.bulk_create([Profile(member_id=member_id)], ignore_conflicts=True)
        mine.update(version=F("version") + 1)
    return mine.select_related("photo__key", "photo_waiting__key").get()


def _clean(changes: ProfileChanges) -> dict[str, Any]:
    """{column: value} of what is to be set."""
    lines = {"english_name": ENGLISH_NAME_LENGTH, "headline": HEADLINE_LENGTH, "city": CITY_LENGTH}
    wanted: dict[str, Any] = {}
    for name, length in lines.items():
        if (text := getattr(changes, name)) is not None:
            wanted[name] = profile_rules.clean_line(text, length=length, field=name)
    if changes.bio is not None:
        wanted["bio"] = profile_rules.clean_paragraphs(changes.bio, length=BIO_LENGTH, field="bio")
    if changes.links is not None:
        wanted["links"] = profile_rules.clean_links(changes.links)
    if changes.industry is not None:
        wanted["industry"] = profile_rules.clean_industry(changes.industry)
    if changes.name_form is not None:
        wanted["name_form"] = profile_rules.clean_name_form(changes.name_form)
    audiences = profile_rules.clean_audiences(changes.audiences)
    return {**wanted, **{f"{name}_audience": int(value) for name, value in audiences.items()}}
