"""What applicants, the certified and the desk are told."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, Look, NotificationKind, Sight, Values, kinds
from trust import news_queries
from trust.operations.promise import DESK_DUE
from trust.states import LIVE_CERTIFICATION_STATES, CaseKind, CaseState, CertificationState

APPROVED, REJECTED, MORE_NEEDED = "trust.approved", "trust.rejected", "trust.more-needed"
UPHELD, LATE = "trust.upheld", "trust.late"
ENDING, SUSPENDED, BACK, ENDED = "trust.ending", "trust.suspended", "trust.back", "trust.ended"
_WHAT = {"what": _("what is certified: the name, or the job")}
_PAGES = {CaseKind.REAL_NAME: "trust:verify", CaseKind.PROFESSIONAL: "trust:certify"}
_ENDED_STATES = (CertificationState.EXPIRED, CertificationState.REVOKED)


def _page(kind: str) -> str:
    return reverse(_PAGES[CaseKind(kind)])


def _what(kind: str) -> Values:
    return {"what": CaseKind(kind).label}


def _of_cases(states: Collection[str]) -> Look:
    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """One statement; true while the case stands where the news left it."""
        found = news_queries.cases_by_id(int(about.key) for about in abouts)
        return {
            about.ref: Sight(values=_what(case.kind), path=_page(case.kind), still_true=case.state in states)
            for about in abouts
            if (case := found.get(int(about.key))) is not None and case.member_id == about.member_id
        }

    return look


def _of_certifications(states: Collection[str]) -> Look:
    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """One statement; true while the certification stands where the news left it, and until it ends."""
        found = news_queries.certifications_by_id(int(about.key) for about in abouts)
        return {
            about.ref: Sight(
                values={**_what(row.kind), "until": row.expires_at},
                path=_page(row.kind),
                still_true=row.state in states,
                ends_at=row.expires_at if row.state in LIVE_CERTIFICATION_STATES else None,
            )
            for about in abouts
            if (row := found.get(int(about.key))) is not None and row.member_id == about.member_id
        }

    return look


def _look_at_desk(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """Three statements; only for those who still work at the desk or check it, while something is due."""
    due = news_queries.desk_due()
    desk = news_queries.desk_people()
    pages = {True: reverse("admin:trust_case_changelist"), False: reverse("admin:trust_blindlook_changelist")}
    return {
        about.ref: Sight(
            values={"due": due.cases, "late": due.late},
            path=pages[about.member_id in desk.certifiers],
            still_true=due.cases > 0,
        )
        for about in abouts
        if about.member_id in desk.everybody
    }


def register() -> None:
    for kind in (*_decisions(), *_certifications(), _desk()):
        kinds.register(kind)


def _kind(
    key: str,
    look: Look,
    order: int,
    *,
    title: Promise,
    subject: Promise,
    body: Promise,
    action: Promise,
    has_end: bool = False,
) -> NotificationKind:
    """About somebody's own application or certification."""
    until = {"until": _("until when")} if has_end else {}
    return NotificationKind(
        key=key,
        message_class=MessageClass.TRANSACTIONAL,
        title=title,
        subject=subject,
        body=body,
        action=action,
        fields={**_WHAT, **until},
        example={
            "what": CaseKind.PROFESSIONAL.label,
            **({"until": news_queries.SOME_DAY} if has_end else {}),
        },
        look=look,
        icon="shield-check",
        shelf_life=timedelta(days=3),
        order=order,
    )


def _decisions() -> list[NotificationKind]:
    return [
        _kind(
            APPROVED,
            _of_certifications(LIVE_CERTIFICATION_STATES),
            50,
            title=_("An application is approved"),
            subject=_("Your application was decided"),
            body=_("Your application is approved: {what}. You decide how much of it others see."),
            action=_("See the decision"),
        ),
        _kind(
            REJECTED,
            _of_cases([CaseState.REJECTED]),
            60,
            title=_("An application is not approved"),
            subject=_("Your application was decided"),
            body=_("Your application is not approved: {what}. The page says why and what you can do."),
            action=_("See the decision"),
        ),
        _kind(
            UPHELD,
            _of_cases([CaseState.UPHELD]),
            62,
            title=_("An appeal is decided"),
            subject=_("Your appeal was decided"),
            body=_("Somebody else has looked at your application again ({what}), and the decision stays."),
            action=_("See the decision"),
        ),
        _kind(
            MORE_NEEDED,
            _of_cases([CaseState.RESUBMISSION_REQUESTED]),
            70,
            title=_("An application needs something"),
            subject=_("Your application needs something from you"),
            body=_("A certifier has looked at your application ({what}) and asks for a correction."),
            action=_("Go on with the application"),
        ),
        _kind(
            LATE,
            _of_cases(news_queries.WAITING),
            72,
            title=_("An application takes longer than promised"),
            subject=_("Your application takes longer"),
            body=_("We promised you an answer by now ({what}) and are late. We are sorry; it comes next."),
            action=_("See where it stands"),
        ),
    ]


def _certifications() -> list[NotificationKind]:
    return [
        _kind(
            ENDING,
            _of_certifications([CertificationState.ACTIVE]),
            74,
            title=_("A certification ends soon"),
            subject=_("A certification of yours ends soon"),
            body=_("Your certification ({what}) ends on {until}. You can renew it now."),
            action=_("Renew it"),
            has_end=True,
        ),
        _kind(
            SUSPENDED,
            _of_certifications([CertificationState.SUSPENDED]),
            76,
            title=_("A certification is suspended"),
            subject=_("A certification of yours is suspended"),
            body=_("Your certification ({what}) is not shown for now. The page says what you can do."),
            action=_("See your certification"),
        ),
        _kind(
            BACK,
            _of_certifications([CertificationState.ACTIVE]),
            78,
            title=_("A certification counts again"),
            subject=_("A certification of yours counts again"),
            body=_("Your certification ({what}) counts again and is shown to those whom you chose."),
            action=_("See your certification"),
        ),
        _kind(
            ENDED,
            _of_certifications(_ENDED_STATES),
            80,
            title=_("A certification has ended"),
            subject=_("A certification of yours has ended"),
            body=_("Your certification ({what}) has ended. You can be certified anew."),
            action=_("See your certification"),
        ),
    ]


def _desk() -> NotificationKind:
    return NotificationKind(
        key=DESK_DUE,
        message_class=MessageClass.PERSONAL,
        title=_("Applications fall due (certifiers)"),
        subject=_("Applications need you"),
        body=_("Applications due within two working days: {due}, late: {late}."),
        action=_("See the desk"),
        fields={"due": _("how many fall due, the late ones too"), "late": _("how many are late")},
        example={"due": 3, "late": 1},
        look=_look_at_desk,
        icon="shield-check",
        shelf_life=timedelta(hours=18),
        order=95,
    )
