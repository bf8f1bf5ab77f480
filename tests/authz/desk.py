"""Bodies of the desk's own admin pages."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.authz.world import World

_MEASURE = {"agreement_percent": 80, "agreement_looks": 10}


def _of(target: str, body: dict[str, Any]) -> dict[str, Any]:
    return {} if target == "missing" else body


DESK: Mapping[str, Callable[[World, str], dict[str, Any]]] = {
    "admin:trust_blindlook_change": lambda w, o: _of(o, {"act": "show"}),
    "admin:trust_calendarday_add": lambda w, o: {"on": "2031-05-01", "name": "劳动节"},
    "admin:trust_calendarday_change": lambda w, o: _of(o, {"name": "调休上班", "is_working": "on"}),
    "admin:trust_calendaryear_add": lambda w, o: {"year": 2031, "source": "matrix"},
    "admin:trust_calendaryear_change": lambda w, o: _of(o, {"source": "another matrix"}),
    "admin:trust_deskpolicy_add": lambda w, o: {"kind": "real_name", "blind_percent": 7, **_MEASURE},
    "admin:trust_deskpolicy_change": lambda w, o: _of(o, {"blind_percent": 9, "needs_two": "on", **_MEASURE}),
}
