from django.urls import path

from trust.api import badges, certifications, certify, trips, views

urlpatterns = [
    path("verification-cases/", views.VerificationCases.as_view(), name="api-verification-cases"),
    path("verification-cases/current/", views.CurrentCase.as_view(), name="api-current-case"),
    path("verification-cases/current/withdraw/", views.WithdrawCase.as_view(), name="api-withdraw-case"),
    path("desk/cases/", views.Desk.as_view(), name="api-desk"),
    path("desk/cases/<slug:public_id>/lease/", views.LeaseCase.as_view(), name="api-lease-case"),
    path("desk/cases/<slug:public_id>/release/", views.ReleaseCase.as_view(), name="api-release-case"),
    path("desk/cases/<slug:public_id>/claim/", views.ReadClaim.as_view(), name="api-read-claim"),
    path("desk/cases/<slug:public_id>/decide/", views.DecideCase.as_view(), name="api-decide-case"),
    path("certifications/", certifications.Certifications.as_view(), name="api-certifications"),
    path(
        "certifications/<slug:public_id>/suspend/",
        certifications.SuspendCertification.as_view(),
        name="api-suspend-certification",
    ),
    path(
        "certifications/<slug:public_id>/reinstate/",
        certifications.ReinstateCertification.as_view(),
        name="api-reinstate-certification",
    ),
    path(
        "certifications/<slug:public_id>/revoke/",
        certifications.RevokeCertification.as_view(),
        name="api-revoke-certification",
    ),
    path(
        "verification-cases/current/appeal/",
        certify.AppealVerification.as_view(),
        name="api-appeal-verification",
    ),
    path("employment/", certify.Employment.as_view(), name="api-employment"),
    path("employment/end/", certify.EndEmployment.as_view(), name="api-end-employment"),
    path("evidence/", certify.Proofs.as_view(), name="api-evidence"),
    path("evidence/<slug:public_id>/open/", certify.OpenProof.as_view(), name="api-open-proof"),
    path("evidence/<slug:public_id>/remove/", certify.RemoveProof.as_view(), name="api-remove-proof"),
    path("evidence-views/", certify.EvidenceViews.as_view(), name="api-evidence-views"),
    path("work-email-proofs/", certify.WorkEmails.as_view(), name="api-work-emails"),
    path(
        "work-email-proofs/<slug:public_id>/confirm/",
        certify.ProveWorkEmail.as_view(),
        name="api-prove-work-email",
    ),
    path("certification-cases/", certify.Applications.as_view(), name="api-applications"),
    path("certification-cases/current/", certify.CurrentApplication.as_view(), name="api-application"),
    path(
        "certification-cases/current/withdraw/",
        certify.WithdrawApplication.as_view(),
        name="api-withdraw-application",
    ),
    path(
        "certification-cases/current/appeal/",
        certify.AppealApplication.as_view(),
        name="api-appeal-application",
    ),
    path("badges/", badges.Badges.as_view(), name="api-badges"),
    path("level-offers/", badges.LevelOffers.as_view(), name="api-level-offers"),
    path("people/<slug:public_id>/level/", badges.LevelReveal.as_view(), name="api-level-reveal"),
    path("credential/", badges.OwnCredential.as_view(), name="api-credential"),
    path("credit-level/", trips.CreditLevel.as_view(), name="api-credit-level"),
    path("credit-level/answer/", trips.AnswerCredit.as_view(), name="api-answer-credit"),
    path("credit-level/withdraw/", trips.WithdrawCredit.as_view(), name="api-withdraw-credit"),
    path("linkedin-verification/", trips.LinkedInVerification.as_view(), name="api-linkedin"),
    path("linkedin-verification/answer/", trips.AnswerLinkedIn.as_view(), name="api-answer-linkedin"),
    path("linkedin-verification/withdraw/", trips.WithdrawLinkedIn.as_view(), name="api-withdraw-linkedin"),
]
