"""What profiles, blocks and search contribute to shared pages and duties."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import operations, people, search, visibility
from accounts.audience import AUDIENCE_WORDS, Audience
from accounts.models import CirclePlace
from accounts.profile_words import FIELDS
from common import registries
from common.registries import ErasureStep, ExportStep, MeEntry, SearchSource, Waiting


def register() -> None:
    for entry in ME_ENTRIES:
        registries.me_entries.register(entry)
    registries.search_sources.register(PEOPLE)
    registries.export_steps.register(EXPORT)
    registries.erasure_steps.register(ERASURE)


ME_ENTRIES = [
    MeEntry(
        key="accounts.profile",
        label=_("Your profile"),
        hint=_("What you tell about yourself"),
        url_name="accounts:profile",
        icon="user",
        order=10,
    ),
    MeEntry(
        key="accounts.who-sees-what",
        label=_("Who sees what"),
        hint=_("See your page as others see it; blocked and muted"),
        url_name="accounts:who-sees-what",
        icon="lock",
        order=20,
    ),
]

PEOPLE = SearchSource(
    key=search.SOURCE,
    title=_("People"),
    hint=_("Names, headlines, cities and industries, as far as their owners show them to you."),
    icon="people",
    order=10,
    find=search.find_hits,
)


def export(member_id: int) -> Mapping[str, Any]:
    profile = people.own_profile(member_id)
    words = {name: AUDIENCE_WORDS[Audience(getattr(profile, f"{name}_audience"))] for name in FIELDS}
    texts = ("name_form", "english_name", "headline", "city", "industry", "bio", "links")
    places = CirclePlace.objects.filter(member_id=member_id).order_by("circle")
    return {
        "profile": [{**{name: getattr(profile, name) for name in texts}, "who_sees_it": words}],
        "blocked": [_tie(row) for row in visibility.blocked_by(member_id).order_by("id")],
        "muted": [_tie(row) for row in visibility.all_muted_by(member_id).order_by("id")],
        "groups_in_common": [{"circle": row.circle, "is_in": row.is_in} for row in places],
    }


def _tie(row: Any) -> dict[str, Any]:
    return {"member": row.public_id, "name": row.name, "since": row.created_at}


def erase(member_id: int, now: datetime) -> Waiting | None:
    operations.erase_profile(member_id=member_id)
    return None


_MODELS = ["accounts.Profile", "accounts.Block", "accounts.Mute", "accounts.CirclePlace"]

EXPORT = ExportStep(key="accounts.profile", title=_("Your profile"), models=_MODELS, build=export, order=12)
ERASURE = ErasureStep(key="accounts.profile", title=_("Your profile"), models=_MODELS, run=erase, order=40)
