from django.urls import path

from trust.web import badges, certify, credentials, linkedin, views

app_name = "trust"

urlpatterns = [
    path("verify/", credentials.CheckView.as_view(), name="check"),
    path("verify/keys.json", credentials.PublicKeysView.as_view(), name="public-keys"),
    path("verify/verify_badge.py", credentials.VerifierView.as_view(), name="verify-badge"),
    path("verify/status/<slug:which>/", credentials.StatusListView.as_view(), name="status-list"),
    path("verify/<slug:public_id>/", credentials.CheckedView.as_view(), name="checked"),
    path("verify-name/", views.VerifyView.as_view(), name="verify"),
    path("verify-name/pictures/", views.IdPicturesView.as_view(), name="id-pictures"),
    path("verify-name/withdraw/", views.WithdrawView.as_view(), name="withdraw"),
    path("certify/", certify.CertifyView.as_view(), name="certify"),
    path("certify/job/", certify.JobView.as_view(), name="job"),
    path("certify/job/end/", certify.EndJobView.as_view(), name="end-job"),
    path("certify/proofs/", certify.ProofsView.as_view(), name="proofs"),
    path("certify/send/", certify.SendView.as_view(), name="send"),
    path("certify/withdraw/", certify.WithdrawCertifyView.as_view(), name="withdraw-certify"),
    path("certify/work-email/", certify.WorkEmailView.as_view(), name="work-email"),
    path("certify/work-email/code/", certify.WorkEmailCodeView.as_view(), name="work-email-code"),
    path("certify/views/", certify.AccessLogView.as_view(), name="access-log"),
    path("appeals/<slug:which>/", certify.AppealView.as_view(), name="appeal"),
    path("badges/", badges.BadgesView.as_view(), name="badges"),
    path("badges/credential/", credentials.CredentialView.as_view(), name="credential"),
    path("badges/credential/badge.jwt", credentials.CredentialFileView.as_view(), name="credential-file"),
    path("levels/<slug:public_id>/", badges.RevealView.as_view(), name="reveal"),
    path("credit/", badges.CreditView.as_view(), name="credit"),
    path("credit/answer/", badges.CreditAnswerView.as_view(), name="credit-answer"),
    path("credit/withdraw/", badges.WithdrawCreditView.as_view(), name="withdraw-credit"),
    path("credit/news/", badges.CreditNewsView.as_view(), name="credit-news"),
    path("linkedin/", linkedin.LinkedInView.as_view(), name="linkedin"),
    path("linkedin/answer/", linkedin.LinkedInAnswerView.as_view(), name="linkedin-answer"),
    path("linkedin/withdraw/", linkedin.WithdrawLinkedInView.as_view(), name="withdraw-linkedin"),
    path("evidence/<slug:public_id>/open/", certify.OpenProofView.as_view(), name="open-proof"),
    path("evidence/<slug:public_id>/remove/", certify.RemoveProofView.as_view(), name="remove-proof"),
    path("evidence-pictures/<slug:token>/", certify.PictureView.as_view(), name="picture"),
]
