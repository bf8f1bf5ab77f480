"""What stands on a badge's poster: what the badge itself says to a stranger, and no more."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from common.posters.contents import Contents, to_pass_on
from common.registries import PosterKind, poster_kinds
from trust import credential_queries
from trust.states import AssuranceMethod, CertificationState

BADGE = "badge"


def badge(ref: str, language: str) -> Contents | None:
    """Of a credential's public id: while it holds. Seven statements at most."""
    row = credential_queries.find_credential(ref)
    if row is None or row.ended_at or row.certification.state != CertificationState.ACTIVE:
        return None
    with override(language):
        said = credential_queries.content_of(row)
        if said is None:
            return None
        until = date_format(credential_queries.ends_at(row), pgettext("date format", "j M Y"))
        method = str(AssuranceMethod(row.certification.method).label)
        return to_pass_on(
            language=language,
            lead=said.holder,
            title=f"{said.employer} · {said.title}",
            facts=((_("How it was checked"), method), (_("Valid until"), until)),
            path=reverse("trust:checked", args=[row.public_id]),
        )


def _holder(ref: str) -> int | None:
    row = credential_queries.find_credential(ref)
    return row.certification.member_id if row else None


def _about(ref: str) -> str:
    row = credential_queries.find_credential(ref)
    return f"certification:{row.certification_id}" if row else ""


def register() -> None:
    poster_kinds.register(PosterKind(key=BADGE, build=badge, owner=_holder, about=_about))
