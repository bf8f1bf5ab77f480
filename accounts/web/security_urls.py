"""Contacts, password, second factor, passkeys, devices."""

from django.urls import path

from accounts.web import devices, logins, passkeys, programs, proving, security

urlpatterns = [
    path("sign-in/passkey/", passkeys.SignInPasskeyView.as_view(), name="sign-in-passkey"),
    path("sign-in/reset/", security.AskResetView.as_view(), name="reset"),
    path("sign-in/reset/code/", security.ResetView.as_view(), name="reset-code"),
    path("prove/", proving.ProveView.as_view(), name="prove"),
    path("prove/send/", proving.SendProofView.as_view(), name="prove-send"),
    path("me/security/", security.SecurityView.as_view(), name="security"),
    path("me/contacts/add/", security.AddContactView.as_view(), name="contact-add"),
    path("me/contacts/code/", security.ContactCodeView.as_view(), name="contact-code"),
    path("me/contacts/<slug:kind>/remove/", security.RemoveContactView.as_view(), name="contact-remove"),
    path("me/password/", security.ChangePasswordView.as_view(), name="password"),
    path("me/authenticator-app/", security.AppView.as_view(), name="app"),
    path("me/authenticator-app/remove/", security.RemoveAppView.as_view(), name="app-remove"),
    path("me/recovery-codes/", security.RecoveryCodesView.as_view(), name="recovery-codes"),
    path("me/passkeys/", passkeys.PasskeysView.as_view(), name="passkeys"),
    path("me/passkeys/<slug:public_id>/", passkeys.PasskeyView.as_view(), name="passkey"),
    path("me/passkeys/<slug:public_id>/remove/", passkeys.RemovePasskeyView.as_view(), name="passkey-remove"),
    path("sign-in/with/<slug:login>/", logins.LoginBeginView.as_view(), name="login-begin"),
    path("sign-in/with/<slug:login>/back/", logins.LoginBackView.as_view(), name="login-back"),
    path("join/with/", logins.JoinWithView.as_view(), name="join-with"),
    path("me/logins/", logins.LoginsView.as_view(), name="logins"),
    path("me/logins/<slug:public_id>/unlink/", logins.UnlinkView.as_view(), name="login-unlink"),
    path("me/sessions/", devices.DevicesView.as_view(), name="sessions"),
    path("me/sessions/<slug:public_id>/end/", devices.EndSessionView.as_view(), name="session-end"),
    path("me/programs/new/", programs.NewProgramView.as_view(), name="program-new"),
    path("me/programs/<slug:public_id>/end/", devices.EndProgramView.as_view(), name="program-end"),
    path("me/looks/", devices.LooksView.as_view(), name="looks"),
]
