"""The admin's own Content-Security-Policy.

django-unfold's Alpine build evaluates expressions and sets inline styles: with the portal's strict
policy its search dialog covers the page and signing in is impossible. Nothing from elsewhere is allowed
here either.
"""

from collections.abc import Sequence
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.urls import URLPattern, URLResolver

_REPLACED = {
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "frame-ancestors": [NONE],
}


class _PolicedResolver(URLResolver):
    def resolve(self, path: str) -> Any:
        match = super().resolve(path)
        match.func = csp_replace(_REPLACED)(match.func)
        return match


def admin_policy(patterns: Sequence[URLResolver | URLPattern]) -> list[URLResolver | URLPattern]:
    """The same patterns, each view answering with the admin's policy."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            pattern.__class__ = _PolicedResolver
    return list(patterns)
