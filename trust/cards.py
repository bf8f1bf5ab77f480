"""What trust shows on other apps' pages: the Today card and the status line on "Me"."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, QuerySet
from django.utils import timezone

from accounts.audience import Relation
from accounts.profile_rules import ProvenName
from accounts.queries import as_member
from common.access import Actor
from trust import badge_queries, queries
from trust.models import Certification
from trust.providers.credit import current_credit
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


def seal_line(member_id: int, relation: str) -> dict[str, Any] | None:
    """On a member's page, for members: that the real name was checked, not which it is. One statement."""
    if relation in {Relation.VISITOR, Relation.BLOCKED}:
        return None
    return (
        {"is_verified": True} if "real_name" in queries.held_certifications([member_id])[member_id] else None
    )


def badge_lines(member_id: int, relation: str) -> dict[str, Any] | None:
    """On a member's page: what the member shows to such a viewer. One to five statements."""
    if relation == Relation.BLOCKED:
        return None
    shown = badge_queries.shown_badges(member_id, relation, now=timezone.now())
    may_reveal = relation in {Relation.CIRCLE, Relation.MEMBER} and current_credit() is not None
    if shown.job is None and shown.credit is None and not may_reveal:
        return None
    return {"job": shown.job, "credit": shown.credit, "may_reveal": may_reveal}


def proven_name(member_id: int) -> ProvenName | None:
    """The legal name of an active certification, opened because its owner shows it to this viewer."""
    held = queries.own_certification(member_id)
    return ProvenName(full=held.legal_name, masked=held.masked_name) if held and held.legal_name else None
