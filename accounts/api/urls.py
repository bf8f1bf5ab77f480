from django.urls import path

from accounts.api import views

urlpatterns = [
    path("contact-codes/", views.ContactCodes.as_view(), name="api-contact-codes"),
    path("registrations/", views.Registrations.as_view(), name="api-registrations"),
    path("sign-ins/", views.SignIns.as_view(), name="api-sign-ins"),
    path("tokens/current/", views.CurrentToken.as_view(), name="api-current-token"),
    path("me/", views.Me.as_view(), name="api-me"),
    path("notices/<slug:key>/", views.Notices.as_view(), name="api-notice"),
]
