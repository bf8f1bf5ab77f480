from django.urls import path

from accounts.api import (
    consents,
    introduction,
    leaving_urls,
    notification_urls,
    people,
    photos,
    security_urls,
    ties,
    views,
)

urlpatterns = [
    *notification_urls.urlpatterns,
    *security_urls.urlpatterns,
    *leaving_urls.urlpatterns,
    path("contact-codes/", views.ContactCodes.as_view(), name="api-contact-codes"),
    path("registrations/", views.Registrations.as_view(), name="api-registrations"),
    path("sign-ins/", views.SignIns.as_view(), name="api-sign-ins"),
    path("tokens/current/", views.CurrentToken.as_view(), name="api-current-token"),
    path("me/", views.Me.as_view(), name="api-me"),
    path("me/locale/", introduction.OwnLocale.as_view(), name="api-own-locale"),
    path("me/introduction/", introduction.OwnIntroduction.as_view(), name="api-own-introduction"),
    path("people/<slug:public_id>/", people.People.as_view(), name="api-person"),
    path("people/<slug:public_id>/photo/", photos.Photo.as_view(), name="api-person-photo"),
    path("me/photo/", photos.OwnPhoto.as_view(), name="api-own-photo"),
    path("me/photo/remove/", photos.RemovePhoto.as_view(), name="api-remove-photo"),
    path("me/profile/", people.OwnProfile.as_view(), name="api-own-profile"),
    path("me/profile/as/<slug:relation>/", people.OwnProfileAs.as_view(), name="api-own-profile-as"),
    path("blocks/", ties.Blocks.as_view(), name="api-blocks"),
    path("blocks/<slug:public_id>/", ties.Block.as_view(), name="api-block"),
    path("mutes/", ties.Mutes.as_view(), name="api-mutes"),
    path("mutes/<slug:public_id>/", ties.Mute.as_view(), name="api-mute"),
    path("notices/<slug:key>/", views.Notices.as_view(), name="api-notice"),
    path("notice-texts/<str:notice_hash>/", consents.Wordings.as_view(), name="api-notice-text"),
    path("consents/", consents.Consents.as_view(), name="api-consents"),
    path("consents/history/", consents.ConsentHistory.as_view(), name="api-consent-history"),
    path(
        "consents/<slug:purpose>/withdraw/", consents.WithdrawConsent.as_view(), name="api-withdraw-consent"
    ),
]
