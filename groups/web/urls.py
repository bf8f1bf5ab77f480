from django.urls import path

from groups.web import board, groups, joining, rituals, stewarding

app_name = "groups"

urlpatterns = [
    path("groups/", groups.GroupsView.as_view(), name="list"),
    path("groups/new/", groups.FoundView.as_view(), name="found"),
    path("groups/links/<slug:code>/", joining.LinkView.as_view(), name="link"),
    path("groups/<slug:public_id>/", groups.GroupView.as_view(), name="detail"),
    path("groups/<slug:public_id>/join/", joining.JoinView.as_view(), name="join"),
    path("groups/<slug:public_id>/leave/", joining.LeaveView.as_view(), name="leave"),
    path("groups/<slug:public_id>/refuse/", joining.RefuseView.as_view(), name="refuse"),
    path("groups/<slug:public_id>/members/", groups.MembersView.as_view(), name="members"),
    path("groups/<slug:public_id>/invite/", joining.InviteView.as_view(), name="invite"),
    path("groups/<slug:public_id>/invite/link/", joining.MakeLinkView.as_view(), name="make-link"),
    path("groups/<slug:public_id>/requests/", stewarding.RequestsView.as_view(), name="requests"),
    path("groups/<slug:public_id>/settings/", stewarding.SettingsView.as_view(), name="settings"),
    path("groups/<slug:public_id>/end/", stewarding.EndView.as_view(), name="end"),
    path("groups/<slug:public_id>/board/", board.BoardView.as_view(), name="board"),
    path("groups/<slug:public_id>/rituals/", rituals.RitualsView.as_view(), name="rituals"),
    path("groups/<slug:public_id>/rituals/new/", rituals.NewRitualView.as_view(), name="new-ritual"),
    path("groups/<slug:public_id>/rest-days/", rituals.RestDaysView.as_view(), name="rest-days"),
    path("rituals/<slug:public_id>/", rituals.RitualView.as_view(), name="ritual"),
    path("prompts/<slug:public_id>/", rituals.PromptView.as_view(), name="prompt"),
    path("posts/<slug:public_id>/", board.PostView.as_view(), name="post"),
    path("posts/<slug:public_id>/sign/", board.ReactView.as_view(), name="react"),
    path("posts/<slug:public_id>/pin/", board.PinView.as_view(), name="pin"),
    path("posts/<slug:public_id>/edit/", board.EditView.as_view(), name="edit-post"),
    path("posts/<slug:public_id>/delete/", board.DeletePostView.as_view(), name="delete-post"),
    path("comments/<slug:public_id>/delete/", board.DeleteCommentView.as_view(), name="delete-comment"),
    path("memberships/<slug:public_id>/", stewarding.FellowView.as_view(), name="fellow"),
    path("memberships/<slug:public_id>/answer/", stewarding.AnswerView.as_view(), name="answer"),
    path("memberships/<slug:public_id>/vouch/", stewarding.VouchView.as_view(), name="vouch"),
]
