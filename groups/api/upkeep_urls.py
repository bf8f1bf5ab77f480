from django.urls import path

from groups.api import upkeep

urlpatterns = [
    path("posts/<slug:public_id>/sign/", upkeep.PostSign.as_view(), name="api-post-sign"),
    path("posts/<slug:public_id>/pin/", upkeep.PostPin.as_view(), name="api-post-pin"),
    path("posts/<slug:public_id>/unflag/", upkeep.PostUnflag.as_view(), name="api-post-unflag"),
    path("comments/<slug:public_id>/delete/", upkeep.CommentDelete.as_view(), name="api-comment-delete"),
    path("comments/<slug:public_id>/unflag/", upkeep.CommentUnflag.as_view(), name="api-comment-unflag"),
    path("groups/<slug:public_id>/archive/", upkeep.GroupArchive.as_view(), name="api-group-archive"),
    path("groups/<slug:public_id>/rest-days/", upkeep.RestDays.as_view(), name="api-group-rest-days"),
    path("groups/<slug:public_id>/stars/switch/", upkeep.StarSwitch.as_view(), name="api-group-stars-switch"),
    path(
        "memberships/<slug:public_id>/lift-ban/",
        upkeep.MembershipLift.as_view(),
        name="api-membership-lift-ban",
    ),
    path("me/calendar-link/", upkeep.OwnCalendarLink.as_view(), name="api-calendar-link"),
]
