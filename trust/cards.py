"""What trust shows on other apps' pages: the Today card and the status line on "Me"."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, QuerySet

from accounts.queries import as_member
from common.access import Actor
from trust import queries
from trust.models import Certification
from trust.states import CaseState, CertificationState


def not_verified(viewer: Any) -> QuerySet[Any]:
    """The card's probe: a row while the member holds no verified name."""
    held = Certification.objects.filter(
        member_id=viewer.pk, kind="real_name", state=CertificationState.ACTIVE
    )
    return get_user_model().objects.filter(pk=viewer.pk).exclude(Exists(held))


def verify_card(viewer: Actor) -> dict[str, Any] | None:
    """Nothing to say once the name is verified. At most three statements."""
    member = as_member(viewer)
    if "real_name" in queries.held_certifications([member.pk])[member.pk]:
        return None
    case = queries.own_case(member.pk)
    if case is not None and case.state in {CaseState.REJECTED} and not case.may_send:
        return None
    return {"case": case}


def status_line(viewer: Actor) -> dict[str, Any]:
    """At most three statements."""
    member = as_member(viewer)
    certification = queries.own_certification(member.pk)
    case = None if certification else queries.own_case(member.pk)
    return {"certification": certification, "case": case}
