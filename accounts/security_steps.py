"""What export and erasure do with sessions, second factors and looks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import operations
from accounts.models import BrowserSession, LinkedLogin, Look, Passkey
from common.registries import ErasureStep, ExportStep, Waiting

_GONE = (
    "accounts.BrowserSession",
    "accounts.AuthenticatorApp",
    "accounts.RecoveryCode",
    "accounts.Passkey",
    "accounts.LinkedLogin",
    "accounts.FormerContact",
    "accounts.ContactCode",
    "accounts.ApiToken",
)
_TOLD = ("accounts.BrowserSession", "accounts.Passkey", "accounts.LinkedLogin", "accounts.Look")


def export(member_id: int) -> Mapping[str, Any]:
    """Never a secret, a key or a hash. Four statements."""
    browsers = BrowserSession.objects.filter(member_id=member_id).order_by("pk")
    passkeys = Passkey.objects.filter(member_id=member_id)
    logins = LinkedLogin.objects.filter(member_id=member_id).order_by("pk")
    looks = Look.objects.filter(member_id=member_id).order_by("pk")
    return {
        "browsers": [
            {
                "browser": one.browser,
                "system": one.system,
                "network": one.network_hint,
                "since": one.started_at.isoformat(),
                "seen": one.seen_at.isoformat(),
            }
            for one in browsers
        ],
        "passkeys": [{"name": one.name, "added": one.created_at.isoformat()} for one in passkeys],
        "logins": [
            {
                "service": one.provider,
                "linked": one.linked_at.isoformat(),
                "paid": bool(one.payee_sealed),
                "written_to": bool(one.reader_sealed),
            }
            for one in logins
        ],
        "looks": [{"what": one.what, "why": one.why, "at": one.at.isoformat()} for one in looks],
    }


def erase(member_id: int, now: datetime) -> Waiting | None:
    operations.forget_ways_in(member_id=member_id)
    return None


TITLE = _("Sign-in and security")
EXPORT = ExportStep(key="accounts.security", title=TITLE, models=_TOLD, build=export, order=14)
ERASURE = ErasureStep(key="accounts.security", title=TITLE, models=_GONE, run=erase, order=90)
