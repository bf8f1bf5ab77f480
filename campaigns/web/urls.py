from django.urls import path

from campaigns.web import (
    account_calls,
    ambassadors,
    boards,
    codes,
    draw_urls,
    holds,
    invitations,
    own,
    pages,
    terms,
    vouches,
)

app_name = "campaigns"

urlpatterns = [
    *draw_urls.urlpatterns,
    path("callbacks/wechat-account/", account_calls.WeChatAccountCallback.as_view(), name="wechat-account"),
    path("i/", codes.CodeView.as_view(), name="code"),
    path("i/<slug:code>/", invitations.InvitationView.as_view(), name="landing"),
    path("campaigns/", pages.CampaignsView.as_view(), name="list"),
    path("campaigns/<slug:slug>/", pages.CampaignView.as_view(), name="detail"),
    path("campaigns/<slug:slug>/board/", boards.BoardView.as_view(), name="board"),
    path("campaigns/<slug:slug>/promises/", pages.PromisesView.as_view(), name="promises"),
    path("campaigns/<slug:slug>/versions/", terms.VersionsView.as_view(), name="versions"),
    path("campaigns/<slug:slug>/sheet/", terms.SheetView.as_view(), name="sheet"),
    path("campaigns/<slug:slug>/holds/", holds.HoldsView.as_view(), name="holds"),
    path("holds/<slug:public_id>/appeal/", holds.AppealView.as_view(), name="appeal"),
    path("campaigns/<slug:slug>/progress/", own.ProgressView.as_view(), name="progress"),
    path("referrals/<slug:public_id>/vouch/", vouches.VouchView.as_view(), name="vouch"),
    path("campaigns/<slug:slug>/share/code/", codes.ChooseCodeView.as_view(), name="choose-code"),
    path("campaigns/<slug:slug>/share/", own.ShareView.as_view(), name="share"),
    path("ambassadors/<slug:public_id>/", ambassadors.AmbassadorView.as_view(), name="ambassador"),
    path("rewards/<slug:public_id>/claim/", own.ClaimView.as_view(), name="claim"),
]
