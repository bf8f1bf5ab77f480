from django.urls import path

from groups.api import groups

urlpatterns = [
    path("groups/", groups.Groups.as_view(), name="api-groups"),
    path("groups/<slug:public_id>/", groups.GroupDetail.as_view(), name="api-group"),
    path("groups/<slug:public_id>/join/", groups.GroupJoin.as_view(), name="api-group-join"),
    path("groups/<slug:public_id>/leave/", groups.GroupLeave.as_view(), name="api-group-leave"),
    path("me/groups/", groups.OwnGroups.as_view(), name="api-own-groups"),
]
