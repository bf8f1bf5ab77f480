"""What profiles, blocks and search contribute to shared pages and duties."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import operations, people, search, visibility
from accounts.audience import AUDIENCE_WORDS, Audience
from accounts.models import CirclePlace, Profile
from accounts.profile_words import FIELDS
from common import registries
from common.exporting import table
from common.files.keeping import read_variant
from common.registries import ErasureStep, ExportFile, ExportStep, ExportTable, MeEntry, SearchSource, Waiting

# In the archive, below ``files/``.
PHOTO_PATH = "profile/photo.jpg"


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
    write_all=operations.reindex_people,
)


def export(member_id: int) -> Sequence[ExportTable]:
    """Whom the member keeps away is theirs to know; who keeps the member away is not."""
    profile = people.own_profile(member_id)
    rows = [
        {
            "field": word,
            "value": _value(profile, name),
            "seen_by": AUDIENCE_WORDS[Audience(getattr(profile, f"{name}_audience"))],
        }
        for name, word in FIELDS.items()
    ]
    forms = {"name_form": profile.name_form, "english_name": profile.english_name}
    return [
        ExportTable(
            key="profile",
            title=_("Your profile"),
            columns={"field": _("Kind"), "value": _("What you wrote"), "seen_by": _("Who sees it")},
            rows=rows,
        ),
        ExportTable(
            key="name",
            title=_("How your name is shown"),
            columns={"name_form": _("Kind"), "english_name": _("English name")},
            rows=[forms],
        ),
        _ties("blocked", _("Members you blocked"), visibility.blocked_by(member_id)),
        _ties("muted", _("Members you muted"), visibility.all_muted_by(member_id)),
        table(
            "circles",
            _("Circles you belong to"),
            CirclePlace.objects.filter(member_id=member_id).order_by("circle"),
            {"circle": _("Circle"), "is_in": _("On")},
        ),
    ]


def _value(profile: Profile, name: str) -> Any:
    if name == "photo":
        return PHOTO_PATH if profile.photo_id else ""
    return getattr(profile, name, "")


def export_files(member_id: int) -> Iterator[ExportFile]:
    photo = people.shown_photo(member_id)
    if photo is not None:
        yield ExportFile(path=PHOTO_PATH, read=lambda: read_variant(photo, "large"))


def _ties(key: str, title: Any, rows: Any) -> ExportTable:
    return ExportTable(
        key=key,
        title=title,
        columns={"name": _("display name"), "since": _("Since")},
        rows=[
            {"member": row.public_id, "name": row.name, "since": row.created_at}
            for row in rows.order_by("id")
        ],
    )


def erase(member_id: int, now: datetime) -> Waiting | None:
    operations.erase_profile(member_id=member_id)
    return None


_MODELS = [
    "accounts.Profile",
    "accounts.Block",
    "accounts.Mute",
    "accounts.CirclePlace",
    "common.SearchEntry",
]

EXPORT = ExportStep(
    key="accounts.profile",
    title=_("Your profile"),
    models=_MODELS,
    build=export,
    files=export_files,
    order=12,
)
ERASURE = ErasureStep(key="accounts.profile", title=_("Your profile"), models=_MODELS, run=erase, order=40)
