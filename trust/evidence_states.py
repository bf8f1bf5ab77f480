"""The words of evidence: its life, its kinds, who looked at it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves


class EvidenceState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("evidence", "received")
    QUARANTINED = "quarantined", pgettext_lazy("evidence", "being checked")
    SANITISED = "sanitised", pgettext_lazy("evidence", "made safe")
    AVAILABLE = "available", pgettext_lazy("evidence", "ready")
    SEALED = "sealed", pgettext_lazy("evidence", "closed")
    SHREDDED = "shredded", pgettext_lazy("evidence", "destroyed")
    REFUSED = "refused", pgettext_lazy("evidence", "not usable")


_S = EvidenceState
EVIDENCE_MOVES: Moves = {
    _S.RECEIVED: frozenset({_S.QUARANTINED, _S.AVAILABLE, _S.REFUSED, _S.SEALED}),
    _S.QUARANTINED: frozenset({_S.SANITISED, _S.REFUSED, _S.SEALED}),
    _S.SANITISED: frozenset({_S.AVAILABLE, _S.SEALED}),
    _S.AVAILABLE: frozenset({_S.SEALED}),
    _S.SEALED: frozenset({_S.SHREDDED}),
    _S.REFUSED: frozenset({_S.SHREDDED}),
    _S.SHREDDED: frozenset(),
}
# Counts among what a member has sent in for a case.
LIVE_EVIDENCE_STATES = (_S.RECEIVED, _S.QUARANTINED, _S.SANITISED, _S.AVAILABLE)
# May be looked at by somebody with a purpose.
SEEN_EVIDENCE_STATES = (_S.AVAILABLE, _S.SEALED)


class EvidenceKind(models.TextChoices):
    BUSINESS_CARD = "business_card", _("business card")
    WORK_BADGE = "work_badge", _("work badge")
    EMPLOYMENT_CERTIFICATE = "employment_certificate", _("certificate of employment")
    CONTRACT_PAGE = "employment_contract_page", _("page of the employment contract")
    SOCIAL_INSURANCE = "social_insurance_record", _("social insurance record")
    BUSINESS_LICENCE = "business_licence", _("business licence")
    PROFESSIONAL_LICENCE = "professional_licence", _("professional licence")
    WORK_EMAIL = "work_email_proof", _("work e-mail address")
    RESIDENT_ID_FRONT = "resident_id_front", _("resident ID, front")
    RESIDENT_ID_BACK = "resident_id_back", _("resident ID, back")
    HMT_RESIDENCE = "hmt_residence_permit", _("residence permit (Hong Kong, Macao, Taiwan)")
    HMT_TRAVEL = "hmt_travel_permit", _("travel permit (Hong Kong, Macao, Taiwan)")
    PASSPORT = "passport", _("passport")
    FOREIGN_PR = "foreign_pr_card", _("foreign permanent resident ID card")


class Field(models.TextChoices):
    """What a document can show."""

    NAME = "name", pgettext_lazy("evidence", "name")
    EMPLOYER = "employer", _("employer")
    TITLE = "title", _("position")
    DATE = "date", _("date")
    COMPANY_CODE = "company_code", _("unified social credit code")
    ID_NUMBER = "id_number", _("ID number")
    PORTRAIT = "portrait", _("portrait")
    HOME_ADDRESS = "home_address", _("home address")
    SALARY = "salary", _("pay")


class ViewerRole(models.TextChoices):
    """How the access log names who looked: never by name."""

    OWNER = "owner", _("you")
    CERTIFIER = "certifier", _("a certifier")
    SECOND_CERTIFIER = "second_certifier", _("a second certifier")
    APPEAL_CERTIFIER = "appeal_certifier", _("the certifier of your appeal")
    BLIND_CERTIFIER = "blind_certifier", _("a certifier who checks the certifiers")


class Purpose(models.TextChoices):
    """Why a document was opened."""

    OWN_COPY = "own-copy", _("own copy")
    REVIEW = "review", _("review of the case")
    APPEAL = "appeal", _("appeal")
    QUALITY = "quality", _("blind second look")
