"""What a machine read from a picture, written down for the certifier's eyes and compared."""

import json
from datetime import datetime

from django.db import transaction

from common.files.keeping import read_variant
from trust import evidence_queries, queries
from trust.checks.reading import fields_of
from trust.evidence_states import EvidenceState
from trust.models import Evidence
from trust.operations.contradictions import note_reading
from trust.providers import ocr


def read_evidence(*, evidence_id: int, now: datetime) -> bool:
    """Read one available picture; whether something could be read. Repeating changes nothing.

    The reading happens outside any transaction; it takes seconds.
    """
    rows = Evidence.objects.select_related("case__member__data_key", "file__key")
    evidence = rows.filter(pk=evidence_id, state=EvidenceState.AVAILABLE, read_at__isnull=True).first()
    if evidence is None or evidence.file is None:
        return False
    lines = ocr.reader().read(b"".join(read_variant(evidence.file, "page")))
    if lines is None:
        return False
    named = queries.own_certification(evidence.case.member_id)
    read = fields_of(lines, legal_name=named.legal_name if named else "")
    key = evidence.case.member.data_key
    if key is None:
        return False
    sealed = key.encrypt(json.dumps(read, ensure_ascii=False), aad=evidence_queries.details_place(evidence))
    with transaction.atomic():
        mine = Evidence.objects.filter(pk=evidence.pk, state=EvidenceState.AVAILABLE, read_at__isnull=True)
        if mine.update(read_sealed=sealed, read_at=now) != 1:
            return False
        note_reading(evidence, read, now=now)
    return True
