"""The only writers of accounts."""

from accounts.operations.circles import enter_circle, leave_circle
from accounts.operations.codes import (
    CodeMessage,
    SentCode,
    find_sent_code,
    purge_contact_codes,
    resend_contact_code,
    send_contact_code,
    write_code_message,
)
from accounts.operations.consents import give_consent, keep_notice_texts, withdraw_consent
from accounts.operations.introduction import introduce_oneself
from accounts.operations.profile import change_locale
from accounts.operations.profiles import ProfileChanges, edit_profile, erase_profile, index_person
from accounts.operations.registration import (
    Application,
    Entry,
    join_with_code,
    join_with_code_for_token,
    register_member,
)
from accounts.operations.roles import grant_role, revoke_role
from accounts.operations.sign_in import sign_in_with_code, sign_in_with_password
from accounts.operations.ties import block_member, mute_member, unblock_member, unmute_member
from accounts.operations.tokens import IssuedToken, issue_token, note_token_use, revoke_token

__all__ = [
    "Application",
    "CodeMessage",
    "Entry",
    "IssuedToken",
    "ProfileChanges",
    "SentCode",
    "block_member",
    "change_locale",
    "edit_profile",
    "enter_circle",
    "erase_profile",
    "find_sent_code",
    "give_consent",
    "grant_role",
    "index_person",
    "introduce_oneself",
    "issue_token",
    "join_with_code",
    "join_with_code_for_token",
    "keep_notice_texts",
    "leave_circle",
    "mute_member",
    "note_token_use",
    "purge_contact_codes",
    "register_member",
    "resend_contact_code",
    "revoke_role",
    "revoke_token",
    "send_contact_code",
    "sign_in_with_code",
    "sign_in_with_password",
    "unblock_member",
    "unmute_member",
    "withdraw_consent",
    "write_code_message",
]
