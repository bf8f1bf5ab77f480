"""Calendars as RFC 5545 wants them: pure text, no database, no clock.

A meeting keeps its UID for good, and SEQUENCE rises with every change that people are told of, so that
calendars replace what they have instead of adding to it. Times are written in UTC: one meeting is one moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

PRODUCT = "-//Guanxi//Events//EN"
# Section 3.1: 75 octets a line without its end.
_MOST_OCTETS = 75


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """``status``: CONFIRMED, TENTATIVE or CANCELLED. For letters: the e-mail of whoever asks (``organizer``)
    and of whoever is asked (``attendee``), and what that one said (``takes_part``: RFC 5545, 3.2.12).
    """

    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    about: str
    venue: str
    url: str
    status: str
    organizer: str = ""
    attendee: str = ""
    takes_part: str = ""


def calendar(meetings: Iterable[Meeting], *, method: str = "PUBLISH", name: str = "") -> str:
    """``method``: PUBLISH, REQUEST in a letter, or CANCEL to take one meeting out (RFC 5546, 3.2)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", f"METHOD:{method}"]
    if name:
        lines += [
            f"NAME:{_text(name)}",
            f"X-WR-CALNAME:{_text(name)}",
            "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        ]
    for meeting in meetings:
        lines += _meeting(meeting)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _meeting(meeting: Meeting) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{meeting.uid}",
        f"SEQUENCE:{meeting.sequence}",
        f"DTSTAMP:{_moment(meeting.stamp)}",
        f"DTSTART:{_moment(meeting.starts_at)}",
        f"DTEND:{_moment(meeting.ends_at)}",
        f"SUMMARY:{_text(meeting.title)}",
        f"LOCATION:{_text(meeting.venue)}",
        f"URL:{meeting.url}",
        f"STATUS:{meeting.status}",
    ]
    if meeting.attendee:
        lines += [
            f"ORGANIZER:{_mailto(meeting.organizer)}",
            f"ATTENDEE;PARTSTAT={meeting.takes_part};RSVP=FALSE:{_mailto(meeting.attendee)}",
        ]
    if meeting.about:
        lines.append(f"DESCRIPTION:{_text(meeting.about)}")
    return [*lines, "END:VEVENT"]


def folded(line: str) -> str:
    """Cut into lines of at most 75 octets, never inside a character; the rest is set in by a space."""
    pieces, piece, room = [], "", _MOST_OCTETS
    for character in line:
        octets = len(character.encode())
        if octets > room:
            pieces.append(piece)
            piece, room = "", _MOST_OCTETS - 1
        piece += character
        room -= octets
    return "\r\n ".join([*pieces, piece])


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _mailto(address: str) -> str:
    """RFC 6068: what begins the address's headers is part of nobody's name."""
    return f"mailto:{quote(address, safe='@!$*+/^_`{|}~.-')}"


def _text(text: str) -> str:
    """Section 3.3.11; what is no character of a text is left out."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(one for one in plain if one in "\n\t" or (ord(one) >= 32 and ord(one) != 127))
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")
