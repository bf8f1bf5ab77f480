from django.urls import path

from campaigns.api import desk

ONE = "campaigns/<slug:slug>/"
urlpatterns = [
    path(f"{ONE}submit/", desk.Submit.as_view(), name="api-campaign-submit"),
    path(f"{ONE}send-back/", desk.SendBack.as_view(), name="api-campaign-send-back"),
    path(f"{ONE}approve/", desk.Approve.as_view(), name="api-campaign-approve"),
    path(f"{ONE}archive/", desk.Archive.as_view(), name="api-campaign-archive"),
    path(f"{ONE}clone/", desk.Clone.as_view(), name="api-campaign-clone"),
    path(f"{ONE}team/", desk.PlayForGroup.as_view(), name="api-campaign-team"),
    path(f"{ONE}board-name/", desk.BoardName.as_view(), name="api-campaign-board-name"),
    path("brands/<slug:public_id>/stop/", desk.StopBrand.as_view(), name="api-brand-stop"),
    path("brands/<slug:public_id>/restart/", desk.RestartBrand.as_view(), name="api-brand-restart"),
    path("promises/<slug:public_id>/break/", desk.BreakPromise.as_view(), name="api-promise-break"),
]
