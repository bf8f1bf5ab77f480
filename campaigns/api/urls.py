from django.urls import path

from campaigns.api import (
    ambassadors,
    brands,
    codes,
    conversation_urls,
    decisions,
    desk_urls,
    draw_calls,
    draw_urls,
    figures,
    managers,
    members,
    reversals,
    risk,
    terms,
    vouches,
)

urlpatterns = [
    path("brands/", brands.Brands.as_view(), name="api-brands"),
    path("campaigns/<slug:slug>/draw/", draw_calls.CallDraw.as_view(), name="api-campaign-draw"),
    path("campaigns/", managers.Campaigns.as_view(), name="api-campaigns"),
    path("campaigns/<slug:slug>/", members.CampaignDetailView.as_view(), name="api-campaign"),
    path("campaigns/<slug:slug>/progress/", members.Progress.as_view(), name="api-campaign-progress"),
    path("campaigns/<slug:slug>/referrals/", members.Referrals.as_view(), name="api-campaign-referrals"),
    path("referrals/<slug:public_id>/vouch/", vouches.OwnVouch.as_view(), name="api-referral-vouch"),
    path("campaigns/<slug:slug>/vouches/", vouches.Vouches.as_view(), name="api-campaign-vouches"),
    path("campaigns/<slug:slug>/share-links/", members.ShareLinks.as_view(), name="api-share-links"),
    path("campaigns/<slug:slug>/own-codes/", codes.ChosenCodes.as_view(), name="api-own-codes"),
    path("campaigns/<slug:slug>/promises/", members.Promises.as_view(), name="api-campaign-promises"),
    path("campaigns/<slug:slug>/versions/", terms.Versions.as_view(), name="api-campaign-versions"),
    path("campaigns/<slug:slug>/sheet/", terms.Sheet.as_view(), name="api-campaign-sheet"),
    path("campaigns/<slug:slug>/amendments/", terms.Amendments.as_view(), name="api-campaign-amendments"),
    path("amendments/<slug:public_id>/adopt/", terms.Adopt.as_view(), name="api-amendment-adopt"),
    path("amendments/<slug:public_id>/withdraw/", terms.Withdraw.as_view(), name="api-amendment-withdraw"),
    path("typed-codes/", codes.TypedCodes.as_view(), name="api-typed-codes"),
    path("touches/", members.Touches.as_view(), name="api-touches"),
    path("rewards/", members.Rewards.as_view(), name="api-rewards"),
    path("rewards/<slug:public_id>/claim/", members.Claim.as_view(), name="api-reward-claim"),
    path("campaigns/<slug:slug>/draft/", managers.Draft.as_view(), name="api-campaign-draft"),
    path("campaigns/<slug:slug>/publish/", managers.Publish.as_view(), name="api-campaign-publish"),
    path("campaigns/<slug:slug>/pause/", managers.Pause.as_view(), name="api-campaign-pause"),
    path("campaigns/<slug:slug>/resume/", managers.Resume.as_view(), name="api-campaign-resume"),
    path("campaigns/<slug:slug>/close/", managers.Close.as_view(), name="api-campaign-close"),
    path("campaigns/<slug:slug>/settle/", managers.Settle.as_view(), name="api-campaign-settle"),
    path("campaigns/<slug:slug>/cancel/", managers.Cancel.as_view(), name="api-campaign-cancel"),
    path("campaigns/<slug:slug>/all-referrals/", managers.AllReferrals.as_view(), name="api-all-referrals"),
    path("campaigns/<slug:slug>/reversals/", reversals.Reversals.as_view(), name="api-campaign-reversals"),
    path("campaigns/<slug:slug>/funnel/", figures.FunnelView.as_view(), name="api-campaign-funnel"),
    path("campaigns/<slug:slug>/risk-cases/", risk.Cases.as_view(), name="api-campaign-risk-cases"),
    path(
        "campaigns/<slug:slug>/ambassadors/",
        ambassadors.Ambassadors.as_view(),
        name="api-campaign-ambassadors",
    ),
    path("ambassadors/", ambassadors.MyAppointments.as_view(), name="api-ambassadorships"),
    path("ambassadors/<slug:public_id>/accept/", ambassadors.Accept.as_view(), name="api-ambassador-accept"),
    path(
        "ambassadors/<slug:public_id>/decline/", ambassadors.Decline.as_view(), name="api-ambassador-decline"
    ),
    path("ambassadors/<slug:public_id>/words/", ambassadors.Words.as_view(), name="api-ambassador-words"),
    path("ambassadors/<slug:public_id>/end/", ambassadors.End.as_view(), name="api-ambassador-end"),
    path(
        "risk-cases/<slug:public_id>/release/", decisions.ReleaseCase.as_view(), name="api-risk-case-release"
    ),
    path(
        "risk-cases/<slug:public_id>/confirm/", decisions.ConfirmCase.as_view(), name="api-risk-case-confirm"
    ),
    path(
        "risk-cases/<slug:public_id>/hold-branch/",
        decisions.HoldBranch.as_view(),
        name="api-risk-case-branch",
    ),
    path("rewards/<slug:public_id>/release/", decisions.ReleaseReward.as_view(), name="api-reward-release"),
    path("rewards/<slug:public_id>/cancel/", decisions.CancelReward.as_view(), name="api-reward-cancel"),
    path("holds/", risk.Holds.as_view(), name="api-holds"),
    path("holds/<slug:public_id>/appeal/", risk.Appeal.as_view(), name="api-hold-appeal"),
]
urlpatterns += draw_urls.urlpatterns
urlpatterns += conversation_urls.urlpatterns
urlpatterns += desk_urls.urlpatterns
