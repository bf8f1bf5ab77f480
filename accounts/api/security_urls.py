"""Contacts, password, second factor, passkeys, devices."""

from django.urls import path

from accounts.api import logins, second_factor, security, sessions

urlpatterns = [
    path("passkey-sign-ins/", second_factor.PasskeySignIns.as_view(), name="api-passkey-sign-ins"),
    path(
        "passkey-sign-ins/options/",
        second_factor.PasskeySignInOptions.as_view(),
        name="api-passkey-sign-in-options",
    ),
    path("password-resets/codes/", security.ResetCodes.as_view(), name="api-reset-codes"),
    path("password-resets/", security.Resets.as_view(), name="api-resets"),
    path("me/security/", security.Security.as_view(), name="api-security"),
    path("me/contacts/codes/", security.NewContactCodes.as_view(), name="api-own-contact-codes"),
    path("me/contacts/", security.OwnContacts.as_view(), name="api-own-contacts"),
    path("me/contacts/<slug:kind>/remove/", security.RemoveContact.as_view(), name="api-remove-contact"),
    path("me/password/", security.Password.as_view(), name="api-password"),
    path("me/proofs/codes/", security.ProofCodes.as_view(), name="api-proof-codes"),
    path("me/proofs/", security.Proofs.as_view(), name="api-proofs"),
    path("me/authenticator-app/", second_factor.App.as_view(), name="api-app"),
    path("me/authenticator-app/confirm/", second_factor.ConfirmApp.as_view(), name="api-confirm-app"),
    path("me/authenticator-app/remove/", second_factor.RemoveApp.as_view(), name="api-remove-app"),
    path("me/recovery-codes/", second_factor.RecoveryCodes.as_view(), name="api-recovery-codes"),
    path("me/passkeys/", second_factor.Passkeys.as_view(), name="api-passkeys"),
    path("me/passkeys/options/", second_factor.PasskeyOptions.as_view(), name="api-passkey-options"),
    path(
        "me/passkeys/<slug:public_id>/rename/",
        second_factor.RenamePasskey.as_view(),
        name="api-rename-passkey",
    ),
    path(
        "me/passkeys/<slug:public_id>/remove/",
        second_factor.RemovePasskey.as_view(),
        name="api-remove-passkey",
    ),
    path("me/logins/", logins.Logins.as_view(), name="api-logins"),
    path("me/logins/<slug:public_id>/unlink/", logins.UnlinkLogin.as_view(), name="api-unlink-login"),
    path("me/sessions/", sessions.Sessions.as_view(), name="api-sessions"),
    path("me/sessions/end-others/", sessions.EndOtherSessions.as_view(), name="api-end-other-sessions"),
    path("me/sessions/<slug:public_id>/end/", sessions.EndSession.as_view(), name="api-end-session"),
    path("me/looks/", sessions.Looks.as_view(), name="api-looks"),
]
