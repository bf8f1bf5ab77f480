"""A composed message as a letter: plain text and quiet HTML, nothing from elsewhere."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.providers.email import Letter

if TYPE_CHECKING:
    from accounts.operations.notifications.composing import Composed


def letter(composed: "Composed", *, to: str, ref: str) -> Letter:
    with override(composed.locale):
        return Letter(
            to=to,
            subject=" ".join(composed.subject.split()),
            text=_plain(composed),
            html=render_to_string("accounts/mail/notification.html", {"message": composed}),
            headers=_headers(composed),
            calendar=composed.invitation(to) if composed.invitation else None,
            ref=ref,
        )


def _headers(composed: "Composed") -> Mapping[str, str]:
    """RFC 8058: one press in the mail program, answered without signing in."""
    headers = {"Auto-Submitted": "auto-generated"}
    if composed.leave_url:
        headers["List-Unsubscribe"] = f"<{composed.leave_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _plain(composed: "Composed") -> str:
    parts = []
    for entry in composed.entries:
        head = f"{entry.subject}\n" if len(composed.entries) > 1 else ""
        parts.append(f"{head}{entry.body}\n{entry.url}")
    foot = [_("What reaches you, and when: %(url)s") % {"url": composed.settings_url}]
    if composed.leave_url:
        foot.append(_("No more letters of this kind: %(url)s") % {"url": composed.leave_url})
    else:
        foot.append(_("You get this because you need to know it; it can't be turned off."))
    return "\n\n".join(parts) + "\n\n-- \n" + "\n".join(foot) + "\n"
