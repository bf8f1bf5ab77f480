"""Jobs of the front door: drawing and sweeping pictures."""

from common.clock import db_now
from outbox.jobs import job, periodic
from portal import operations
from portal.operations.pictures import DRAW


@job(DRAW, transactional=False, max_errors=5)
def draw_picture(*, of: str, language: str, shape: str, **later: object) -> None:
    operations.draw_picture(subject=of, language=language, shape=shape, now=db_now())


@job("portal.ask-for-pictures", max_errors=5)
def ask_for_pictures(*, of: str, **later: object) -> None:
    operations.ask_for_pictures(actor=operations.SYSTEM, subject=of, now=db_now())


@job("portal.renew-pictures", max_errors=5)
def renew_pictures(*, about: str, **later: object) -> None:
    operations.renew_pictures(about=about, now=db_now())


@job("portal.renew-own-pictures", max_errors=5)
def renew_own_pictures(*, member_id: int, **later: object) -> None:
    operations.renew_own_pictures(member_id=member_id, now=db_now())


@periodic("portal.sweep-pictures", every_seconds=24 * 3600)
def sweep_pictures(**later: object) -> None:
    operations.sweep_pictures(now=db_now())
