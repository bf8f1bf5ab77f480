"""Pure decisions about profiles: what may stand in a field, and what a viewer gets to see of it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from accounts import errors
from accounts.audience import Audience, Relation, may_see
from accounts.profile_words import FIELDS, LINK_LENGTH, LINKS, Industry, NameForm

if TYPE_CHECKING:
    from accounts.models import Profile

_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])")
# Joins emoji; every other invisible sign is dropped.
_JOINER = "\u200d"


@dataclass(frozen=True, kw_only=True)
class ProvenName:
    """A legal name that was checked, and the same with stars."""

    full: str = field(repr=False)
    masked: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ShownName:
    """``is_proven``: it is the legal name, or its mask, and somebody has checked it."""

    text: str
    is_proven: bool = False


@dataclass(frozen=True, kw_only=True)
class Link:
    url: str
    label: str


@dataclass(frozen=True, kw_only=True)
class ShownProfile:
    """What one viewer sees; "" and () for what is not there or not for them."""

    english_name: str = ""
    headline: str = ""
    city: str = ""
    industry: str = ""
    bio: str = ""
    links: Sequence[Link] = ()
    has_photo: bool = False

    @property
    def is_bare(self) -> bool:
        return self == ShownProfile()


def clean_line(text: str, *, length: int, field: str) -> str:
    """One line, NFC, single spaces, without invisible signs. Raises: TooLong."""
    return _fitting(re.sub(r"\s+", " ", _readable(text)).strip(), length, field)


def clean_paragraphs(text: str, *, length: int, field: str) -> str:
    """Lines stay; more than one empty line in a row does not. Raises: TooLong."""
    lines = [re.sub(r"[^\S\n]+", " ", line).strip() for line in _readable(text).splitlines()]
    return _fitting(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), length, field)


def _readable(text: str) -> str:
    kept = {"\n", _JOINER}
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(sign for sign in plain if sign in kept or unicodedata.category(sign)[0] != "C")


def _fitting(text: str, length: int, field: str) -> str:
    if len(text) > length:
        raise errors.TooLong(field=field, length=length)
    return text


def clean_links(urls: Sequence[str]) -> list[str]:
    """Web addresses without names or passwords in them, each once; ``https://`` where nothing is said.

    Raises: BadLink, with the field ``link_1`` to ``link_3``.
    """
    found: list[str] = []
    for number, text in enumerate(urls[: LINKS + 1], start=1):
        if text.strip():
            if number > LINKS:
                raise errors.BadLink(field=f"link_{LINKS}")
            url = _clean_link(text.strip(), field=f"link_{number}")
            found += [] if url in found else [url]
    return found


def _clean_link(text: str, *, field: str) -> str:
    if len(text) > LINK_LENGTH or any(
        char.isspace() or unicodedata.category(char)[0] == "C" for char in text
    ):
        raise errors.BadLink(field=field)
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = _host(parts), parts.port
    except ValueError as error:
        raise errors.BadLink(field=field) from error
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not _HOST.fullmatch(host):
        raise errors.BadLink(field=field)
    netloc = host if port in {None, 80, 443} else f"{host}:{port}"
    return parts._replace(scheme=parts.scheme, netloc=netloc).geturl()


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").encode("idna").decode().lower()


def link_of(url: str) -> Link:
    """Labelled with the host, so that nobody is sent elsewhere than it says."""
    parts = urlsplit(url)
    tail = parts.path.rstrip("/")
    return Link(url=url, label=f"{parts.netloc.removeprefix('www.')}{tail if len(tail) < 30 else ''}")


def clean_industry(value: str) -> str:
    """Raises: UnknownIndustry."""
    if value and value not in Industry.values:
        raise errors.UnknownIndustry(field="industry")
    return value


def clean_name_form(value: str) -> str:
    """Raises: UnknownNameForm."""
    if value not in NameForm.values:
        raise errors.UnknownNameForm(field="name_form")
    return value


def clean_audiences(audiences: Mapping[str, int]) -> dict[str, Audience]:
    """Raises: UnknownAudience."""
    found = {}
    for name, value in audiences.items():
        if name not in FIELDS or value not in Audience.values:
            raise errors.UnknownAudience(field=f"{name}_audience")
        found[name] = Audience(value)
    return found


def audience_of(profile: "Profile", name: str) -> int:
    """A field is never shown to more people than the page itself."""
    own: int = getattr(profile, f"{name}_audience")
    page: int = profile.name_audience
    return min(own, page)


def sees(profile: "Profile", relation: str, name: str) -> bool:
    """Whether the viewer may see the field, filled in or not."""
    return may_see(relation, audience_of(profile, name))


def show(profile: "Profile", relation: str) -> ShownProfile:
    """The fields that the viewer gets to see."""

    def of(name: str) -> str:
        return str(getattr(profile, name)) if sees(profile, relation, name) else ""

    industry = of("industry")
    return ShownProfile(
        english_name=of("english_name"),
        headline=of("headline"),
        city=of("city"),
        industry=str(Industry(industry).label) if industry in Industry.values else "",
        bio=of("bio"),
        links=[link_of(url) for url in profile.links] if sees(profile, relation, "links") else (),
        has_photo=profile.photo_id is not None and sees(profile, relation, "photo"),
    )


def needs_proven_name(profile: "Profile", relation: str) -> bool:
    """Whether the legal name has to be opened at all for this viewer."""
    return profile.name_form in {NameForm.MASKED, NameForm.REAL} and sees(profile, relation, "legal_name")


def shown_name(
    profile: "Profile", relation: str, *, display_name: str, proven: ProvenName | None
) -> ShownName:
    """The name on top. Whoever may not see the chosen one, or if there is none, reads the display name."""
    if needs_proven_name(profile, relation) and proven is not None:
        text = proven.full if profile.name_form == NameForm.REAL else proven.masked
        return ShownName(text=text, is_proven=True)
    wants_english = profile.name_form == NameForm.ENGLISH and profile.english_name
    if wants_english and sees(profile, relation, "english_name"):
        return ShownName(text=profile.english_name)
    return ShownName(text=display_name)


def is_open_to(profile: "Profile", relation: str) -> bool:
    """Whether there is a page at all for this viewer."""
    return relation == Relation.SELF or sees(profile, relation, "name")
