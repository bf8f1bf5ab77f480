"""The only writers of trust."""

from trust.operations.appeals import appeal_case
from trust.operations.badges import choose_badges, offer_reveal, take_back_reveal
from trust.operations.blind import BlindView, give_blind_opinion, read_blind
from trust.operations.cases import submit_case, withdraw_case
from trust.operations.certifications import (
    reinstate_certification,
    revoke_certification,
    suspend_certification,
)
from trust.operations.conflicts import declare_conflict, declare_conflicts
from trust.operations.credentials import end_credential, issue_credential
from trust.operations.credit import answer_credit, begin_credit, withdraw_credit
from trust.operations.credit_events import receive_credit_news
from trust.operations.decisions import decide_case
from trust.operations.employment import declare_employment, end_employment
from trust.operations.evidence import add_evidence, open_evidence, remove_evidence, use_ticket
from trust.operations.linkedin import answer_linkedin, begin_linkedin, withdraw_linkedin
from trust.operations.permissions import Begun
from trust.operations.professional import submit_professional_case
from trust.operations.promise import (
    Policy,
    confirm_calendar_year,
    remove_calendar_day,
    set_calendar_day,
    set_desk_policy,
)
from trust.operations.review import ClaimView, expire_leases, lease_task, read_claim, release_task
from trust.operations.work_email import prove_work_email, send_work_code

__all__ = [
    "Begun",
    "BlindView",
    "ClaimView",
    "Policy",
    "add_evidence",
    "answer_credit",
    "answer_linkedin",
    "appeal_case",
    "begin_credit",
    "begin_linkedin",
    "choose_badges",
    "confirm_calendar_year",
    "decide_case",
    "declare_conflict",
    "declare_conflicts",
    "declare_employment",
    "end_credential",
    "end_employment",
    "expire_leases",
    "give_blind_opinion",
    "issue_credential",
    "lease_task",
    "offer_reveal",
    "open_evidence",
    "prove_work_email",
    "read_blind",
    "read_claim",
    "receive_credit_news",
    "reinstate_certification",
    "release_task",
    "remove_calendar_day",
    "remove_evidence",
    "revoke_certification",
    "send_work_code",
    "set_calendar_day",
    "set_desk_policy",
    "submit_case",
    "submit_professional_case",
    "suspend_certification",
    "take_back_reveal",
    "use_ticket",
    "withdraw_case",
    "withdraw_credit",
    "withdraw_linkedin",
]
