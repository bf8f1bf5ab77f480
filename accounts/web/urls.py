from django.urls import path

from accounts.web import (
    consents,
    entering,
    leaving_urls,
    me,
    notification_urls,
    people,
    photos,
    security_urls,
    ties,
)

app_name = "accounts"

urlpatterns = [
    path("join/", entering.JoinView.as_view(), name="join"),
    path("join/code/", entering.JoinCodeView.as_view(), name="join-code"),
    path("sign-in/", entering.SignInView.as_view(), name="sign-in"),
    path("sign-in/code/", entering.SignInCodeView.as_view(), name="sign-in-code"),
    path("sign-in/code/again/", entering.ResendView.as_view(), name="resend-code"),
    path("sign-in/password/", entering.PasswordView.as_view(), name="sign-in-password"),
    path("sign-out/", entering.SignOutView.as_view(), name="sign-out"),
    path("me/", me.MeView.as_view(), name="me"),
    *notification_urls.urlpatterns,
    *security_urls.urlpatterns,
    *leaving_urls.urlpatterns,
    path("notices/<slug:key>/", me.NoticeView.as_view(), name="notice"),
    path("notice-texts/<str:notice_hash>/", consents.WordingView.as_view(), name="wording"),
    path("consents/", consents.ConsentsView.as_view(), name="consents"),
    path("consents/<slug:purpose>/", consents.GiveConsentView.as_view(), name="give-consent"),
    path(
        "consents/<slug:purpose>/withdraw/", consents.WithdrawConsentView.as_view(), name="withdraw-consent"
    ),
    path("people/<slug:public_id>/", people.PersonView.as_view(), name="person"),
    path("people/<slug:public_id>/photo/", photos.PhotoView.as_view(), name="photo"),
    path(
        "people/<slug:public_id>/photo/small/", photos.PhotoView.as_view(variant="small"), name="small-photo"
    ),
    path("people/<slug:public_id>/block/", ties.BlockView.as_view(), name="block"),
    path("people/<slug:public_id>/mute/", ties.MuteView.as_view(), name="mute"),
    path("me/profile/", people.ProfileView.as_view(), name="profile"),
    path("me/profile/as/<slug:relation>/", people.SeeAsView.as_view(), name="see-as"),
    path("me/photo/", photos.OwnPhotoView.as_view(), name="own-photo"),
    path("me/photo/remove/", photos.RemovePhotoView.as_view(), name="remove-photo"),
    path("me/who-sees-what/", people.WhoSeesWhatView.as_view(), name="who-sees-what"),
    path("me/blocks/", ties.BlocksView.as_view(), name="blocks"),
    path("me/blocks/<slug:public_id>/undo/", ties.UndoBlockView.as_view(), name="undo-block"),
    path("me/mutes/", ties.MutesView.as_view(), name="mutes"),
    path("me/mutes/<slug:public_id>/undo/", ties.UndoMuteView.as_view(), name="undo-mute"),
]
