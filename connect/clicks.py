"""The sealed token by which a site names the member who came from here.

It says "this member went to this site" to us and nothing to anybody else: two sites can't find out that
their customers are one person. After 30 days it names nobody any more. See
docs/decisions/0017-the-open-platform.md.
"""

import json
import time

from common.crypto import CannotDecrypt, open_secret, seal_secret

PARAMETER = "gx_click"
GOOD_FOR_SECONDS = 30 * 24 * 3600


def click_token(*, member: str, site: str) -> str:
    """``member`` and ``site`` are public ids."""
    return seal_secret(json.dumps([member, int(time.time())]), aad=f"connect.click:{site}")


def member_of_click(token: str, *, site: str) -> str | None:
    """The member's public id; None for what is not ours, another site's or too old."""
    try:
        member, made = json.loads(open_secret(token, aad=f"connect.click:{site}"))
    except (CannotDecrypt, ValueError):
        return None
    return str(member) if 0 <= time.time() - made + 60 <= GOOD_FOR_SECONDS else None
