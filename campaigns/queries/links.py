"""Invitations by their codes: the one that we drew, or one that the advocate chose."""

from django.db.models import QuerySet

from campaigns.models import ShareLink, VanityCode
from campaigns.vanity_rules import fold
from common.crypto import blind_index


def vanity_index(code: str) -> str:
    return blind_index(fold(code), purpose="campaigns:vanity-code")


def link_by_code(links: QuerySet[ShareLink], typed: str) -> ShareLink | None:
    """Codes are read aloud, so case and spaces don't matter. One statement; two for a chosen code."""
    code = "".join(typed.split()).upper()
    return links.filter(code=code).first() or links.filter(vanities__index=vanity_index(code)).first()


def chosen_codes(code: str) -> list[str]:
    """What the advocate chose beside this code of a link, the newest first. One statement."""
    mine = VanityCode.objects.filter(link__code=code)
    return list(mine.order_by("-place").values_list("code", flat=True))
