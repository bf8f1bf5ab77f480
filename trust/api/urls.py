from django.urls import path

from trust.api import views

urlpatterns = [
    path("verification-cases/", views.VerificationCases.as_view(), name="api-verification-cases"),
    path("verification-cases/current/", views.CurrentCase.as_view(), name="api-current-case"),
    path("verification-cases/current/withdraw/", views.WithdrawCase.as_view(), name="api-withdraw-case"),
    path("desk/cases/", views.Desk.as_view(), name="api-desk"),
    path("desk/cases/<slug:public_id>/lease/", views.LeaseCase.as_view(), name="api-lease-case"),
    path("desk/cases/<slug:public_id>/release/", views.ReleaseCase.as_view(), name="api-release-case"),
    path("desk/cases/<slug:public_id>/claim/", views.ReadClaim.as_view(), name="api-read-claim"),
    path("desk/cases/<slug:public_id>/decide/", views.DecideCase.as_view(), name="api-decide-case"),
]
