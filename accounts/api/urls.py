from django.urls import path

from accounts.api import consents, views

urlpatterns = [
    path("contact-codes/", views.ContactCodes.as_view(), name="api-contact-codes"),
    path("registrations/", views.Registrations.as_view(), name="api-registrations"),
    path("sign-ins/", views.SignIns.as_view(), name="api-sign-ins"),
    path("tokens/current/", views.CurrentToken.as_view(), name="api-current-token"),
    path("me/", views.Me.as_view(), name="api-me"),
    path("notices/<slug:key>/", views.Notices.as_view(), name="api-notice"),
    path("notice-texts/<str:notice_hash>/", consents.Wordings.as_view(), name="api-notice-text"),
    path("consents/", consents.Consents.as_view(), name="api-consents"),
    path("consents/history/", consents.ConsentHistory.as_view(), name="api-consent-history"),
    path(
        "consents/<slug:purpose>/withdraw/", consents.WithdrawConsent.as_view(), name="api-withdraw-consent"
    ),
]
