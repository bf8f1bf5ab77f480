"""Jobs of trust."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, override

from common.files.keeping import sanitise_file
from common.images.recipes import Recipe, Variant
from outbox.jobs import job, periodic
from trust import operations
from trust.evidence_queries import file_id_of
from trust.notices import PURPOSE
from trust.operations import blind, certifications, evidence, leaving, promise, reading, retention


@periodic("trust.expire-leases", every_seconds=60)
def expire_leases(**later: object) -> None:
    operations.expire_leases(now=timezone.now())


@job("trust.stop-verifying")
def stop_verifying(*, member_id: int, purpose: str = PURPOSE, **later: object) -> None:
    leaving.stop_verifying(member_id=member_id, purpose=purpose, now=timezone.now())


def evidence_recipe() -> Recipe:
    """A page that can be read and a small one for lists, both stamped with what they are for."""
    with override("zh-hans" if settings.STAMP_FONT else "en"):
        stamp = gettext("Only for certification at %(site)s, %(day)s") % {
            "site": settings.SITE_NAME,
            "day": timezone.localdate().isoformat(),
        }
    page, small = Variant(name="page", width=2000, height=2000), Variant(name="small", width=360, height=360)
    return Recipe(variants=(page, small), stamp=stamp)


@job("trust.sanitise-evidence", queue="pictures", transactional=False, lease_seconds=60)
def sanitise_evidence(*, evidence_id: int, **later: object) -> None:
    """The only place where evidence is decoded, and there in a limited child process."""
    file_id = file_id_of(evidence_id)
    if file_id is not None:
        sanitise_file(
            file_id,
            recipe=evidence_recipe(),
            then=lambda file: evidence.note_sanitised(file, now=timezone.now()),
        )


@job("trust.read-evidence", queue="ocr", transactional=False, lease_seconds=120)
def read_evidence(*, evidence_id: int, **later: object) -> None:
    reading.read_evidence(evidence_id=evidence_id, now=timezone.now())


@periodic("trust.urge-cases", every_seconds=300)
def urge_cases(**later: object) -> None:
    promise.urge_cases(now=timezone.now())


@job("trust.tell-desk")
def tell_desk(*, is_escalated: bool, **later: object) -> None:
    promise.tell_desk(is_escalated=is_escalated, now=timezone.now())


@periodic("trust.shred-due", every_seconds=3600, lease_seconds=300, transactional=False)
def shred_due(**later: object) -> None:
    retention.shred_due(now=timezone.now())
    retention.drop_old_drafts(now=timezone.now())
    evidence.drop_old_tickets()


@periodic("trust.end-certifications", every_seconds=3600, transactional=False)
def end_certifications(**later: object) -> None:
    certifications.announce_endings(now=timezone.now())
    certifications.expire_certifications(now=timezone.now())


@periodic("trust.sample-blind-looks", every_seconds=3600)
def sample_blind_looks(**later: object) -> None:
    blind.sample_blind_looks(now=timezone.now())


@periodic("trust.check-calendar", every_seconds=24 * 3600)
def check_calendar(**later: object) -> None:
    promise.check_calendar(now=timezone.now())
