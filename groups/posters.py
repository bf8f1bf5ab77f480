"""What stands on the posters of groups and events: who invites, to what, and when. Never where, nor who else.

A venue may be somebody's home, and a poster goes further than its maker means it to.
"""

from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.placeholders import written
from common.posters.contents import Contents, to_pass_on
from common.registries import PosterKind, poster_kinds
from common.texts import in_language
from groups import queries
from groups.models import Event, InviteLink

GROUP, EVENT = "group", "event"


def _number(ref: str) -> int:
    """0, which nothing has, where ``ref`` can't be a row's number."""
    return int(ref) if ref.isdecimal() and len(ref) < 19 else 0


def _link(ref: str) -> InviteLink | None:
    return queries.link_to_draw(_number(ref))


def _event(ref: str) -> Event | None:
    return queries.event_to_draw(_number(ref))


def invitation(ref: str, language: str) -> Contents | None:
    """Of an invitation link's number. One statement."""
    link = _link(ref)
    if link is None:
        return None
    with override(language):
        purpose = in_language(link.group.purpose)
        return to_pass_on(
            language=language,
            lead=_("%(name)s invites you") % {"name": link.maker.display_name},
            title=in_language(link.group.name),
            facts=((_("What it is for"), purpose),) if purpose else (),
            path=reverse("groups:link", args=[link.code]),
            code=link.code,
        )


def event(ref: str, language: str) -> Contents | None:
    """Of an event's number, with the hour of the clock there. One statement."""
    found = _event(ref)
    if found is None:
        return None
    with override(language):
        there = found.starts_at.astimezone(ZoneInfo(found.time_zone))
        return to_pass_on(
            language=language,
            lead=_("%(name)s invites you") % {"name": found.host.display_name},
            title=in_language(found.title),
            facts=(
                (_("When"), f"{written(there)} ({found.time_zone})"),
                (_("Group"), in_language(found.group.name)),
            ),
            path=reverse("groups:event", args=[found.public_id]),
        )


def _maker(ref: str) -> int | None:
    link = _link(ref)
    return link.maker_id if link else None


def _host(ref: str) -> int | None:
    found = _event(ref)
    return found.host_id if found else None


def _about_link(ref: str) -> str:
    link = _link(ref)
    return f"group:{link.group_id}" if link else ""


def register() -> None:
    poster_kinds.register(PosterKind(key=GROUP, build=invitation, owner=_maker, about=_about_link))
    poster_kinds.register(PosterKind(key=EVENT, build=event, owner=_host, about=lambda ref: f"event:{ref}"))
