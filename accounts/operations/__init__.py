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
from accounts.operations.contacts import (
    NewsMessage,
    add_contact,
    ask_to_add_contact,
    purge_former_contacts,
    remove_contact,
    write_news_message,
)
from accounts.operations.desk import (
    note_look,
    read_contacts,
    read_sessions,
    remove_members_photo,
    remove_second_factor,
    restore_member,
    sign_member_out,
    suspend_member,
)
from accounts.operations.introduction import introduce_oneself
from accounts.operations.logins import (
    Newcomer,
    join_with_login,
    know_places,
    link_login,
    prove_with_login,
    sign_in_with_login,
    subject_index,
    unlink_login,
)
from accounts.operations.passkeys import (
    add_passkey,
    ask_for_passkey,
    remove_passkey,
    rename_passkey,
    sign_in_with_passkey,
)
from accounts.operations.passwords import ask_to_reset_password, change_password, reset_password
from accounts.operations.photos import add_photo, note_photo_made, remove_photo
from accounts.operations.profile import change_locale
from accounts.operations.profiles import (
    ProfileChanges,
    edit_profile,
    erase_profile,
    index_person,
    reindex_people,
)
from accounts.operations.proofs import (
    complete_sign_in,
    note_token_proof,
    prove_with_code,
    prove_with_password,
    prove_with_second_factor,
    send_proof_code,
)
from accounts.operations.registration import (
    Application,
    Entry,
    join_with_code,
    join_with_code_for_token,
    register_member,
)
from accounts.operations.roles import grant_role, revoke_role
from accounts.operations.second_factor import (
    AppSetup,
    app_setup,
    confirm_app,
    remove_app,
    replace_recovery_codes,
    start_app,
)
from accounts.operations.sessions import (
    Browser,
    begin_browser_session,
    end_other_sessions,
    end_session,
    note_seen,
)
from accounts.operations.sign_in import sign_in_with_code, sign_in_with_password
from accounts.operations.ties import block_member, mute_member, unblock_member, unmute_member
from accounts.operations.tokens import (
    IssuedToken,
    issue_token,
    purge_ended_tokens,
    revoke_token,
)
from accounts.operations.ways_in import forget_ways_in

__all__ = [
    "AppSetup",
    "Application",
    "Browser",
    "CodeMessage",
    "Entry",
    "IssuedToken",
    "Newcomer",
    "NewsMessage",
    "ProfileChanges",
    "SentCode",
    "add_contact",
    "add_passkey",
    "add_photo",
    "app_setup",
    "ask_for_passkey",
    "ask_to_add_contact",
    "ask_to_reset_password",
    "begin_browser_session",
    "block_member",
    "change_locale",
    "change_password",
    "complete_sign_in",
    "confirm_app",
    "edit_profile",
    "end_other_sessions",
    "end_session",
    "enter_circle",
    "erase_profile",
    "find_sent_code",
    "forget_ways_in",
    "give_consent",
    "grant_role",
    "index_person",
    "introduce_oneself",
    "issue_token",
    "join_with_code",
    "join_with_code_for_token",
    "join_with_login",
    "keep_notice_texts",
    "know_places",
    "leave_circle",
    "link_login",
    "mute_member",
    "note_look",
    "note_photo_made",
    "note_seen",
    "note_token_proof",
    "prove_with_code",
    "prove_with_login",
    "prove_with_password",
    "prove_with_second_factor",
    "purge_contact_codes",
    "purge_ended_tokens",
    "purge_former_contacts",
    "read_contacts",
    "read_sessions",
    "register_member",
    "reindex_people",
    "remove_app",
    "remove_contact",
    "remove_members_photo",
    "remove_passkey",
    "remove_photo",
    "remove_second_factor",
    "rename_passkey",
    "replace_recovery_codes",
    "resend_contact_code",
    "reset_password",
    "restore_member",
    "revoke_role",
    "revoke_token",
    "send_contact_code",
    "send_proof_code",
    "sign_in_with_code",
    "sign_in_with_login",
    "sign_in_with_passkey",
    "sign_in_with_password",
    "sign_member_out",
    "start_app",
    "subject_index",
    "suspend_member",
    "unblock_member",
    "unlink_login",
    "unmute_member",
    "withdraw_consent",
    "write_code_message",
    "write_news_message",
]
