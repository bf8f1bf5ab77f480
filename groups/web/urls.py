from django.urls import path

from groups.web import groups, joining

app_name = "groups"

urlpatterns = [
    path("groups/", groups.GroupsView.as_view(), name="list"),
    path("groups/new/", groups.FoundView.as_view(), name="found"),
    path("groups/<slug:public_id>/", groups.GroupView.as_view(), name="detail"),
    path("groups/<slug:public_id>/join/", joining.JoinView.as_view(), name="join"),
    path("groups/<slug:public_id>/leave/", joining.LeaveView.as_view(), name="leave"),
]
