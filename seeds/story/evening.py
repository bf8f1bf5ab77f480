"""A group, an evening of it and its door: what a friend has to have done to prove an advocate's word."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from seeds.story.visitor import Page, StoryFailed, Visitor

GROUP_ZONE = "Asia/Shanghai"
# The door opens two hours before.
STARTS_IN = timedelta(minutes=45)
_LETTERS = re.compile(r'<p class="code code--big">([^<]+)</p>')
_VOUCH = re.compile(r"/referrals/[a-z0-9]+-[a-z0-9]+/vouch/")


def found_group(host: Visitor, *, name: str) -> str:
    """The path of a group that anybody may join."""
    page = host.open("/groups/new/")
    found = host.send(
        page, page.form_with("name_en"), {"name_en": f"Story {name}", "name_zh-hans": f"故事 {name}"}
    )
    return _path_of(found, "groups")


def vouch(advocate: Visitor, slug: str) -> None:
    """Give one's word for the first friend for whom one may. Raises: StoryFailed."""
    progress = advocate.open(f"/campaigns/{slug}/progress/")
    path = next((href for href in progress.links if _VOUCH.fullmatch(href)), None)
    if path is None:
        raise StoryFailed(f"{progress.url} offers nobody to vouch for: {progress.text[:300]}")
    page = advocate.open(path)
    advocate.submit(page, page.form_with("act"))


def spend_an_evening(host: Visitor, guests: Sequence[Visitor], *, group: str) -> None:
    """The guests come into the group, answer its event and are let in at its door."""
    event = _open_event(host, group)
    for guest in guests:
        _press(guest, f"{group}join/")
        _press(guest, f"{event}answer/")
        ticket = guest.open(f"{event}ticket/")
        letters = _LETTERS.search(ticket.body)
        if letters is None:
            raise StoryFailed(f"{ticket.url} shows no letters: {ticket.text[:300]}")
        door = host.open(f"{event}door/")
        host.submit(door, door.form_with("code", "method"), code=letters.group(1))


def _open_event(host: Visitor, group: str) -> str:
    starts = datetime.now(ZoneInfo(GROUP_ZONE)) + STARTS_IN
    page = host.open(f"{group}events/new/")
    planned = host.send(
        page,
        page.form_with("title_en", "starts"),
        {"title_en": "An evening of cards", "starts": f"{starts:%Y-%m-%dT%H:%M}", "venue": "示例茶馆"},
    )
    event = _path_of(planned, "events")
    _press(host, f"{event}publish/")
    return event


def _press(visitor: Visitor, path: str) -> None:
    page = visitor.open(path)
    visitor.submit(page, page.form_with("nonce"))


def _path_of(page: Page, kind: str) -> str:
    """Where sending a form has led to. Raises: StoryFailed while it shows the form again."""
    found = re.search(rf"/{kind}/[a-z0-9]{{20}}/$", page.url)
    if found is None:
        raise StoryFailed(f"The form was not taken: {page.text[:800]}")
    return found.group(0)
