from django.urls import path

from groups.api import board, events, groups, joining, rituals, stars

ONE = "memberships/<slug:public_id>/"

urlpatterns = [
    path("groups/", groups.Groups.as_view(), name="api-groups"),
    path("groups/<slug:public_id>/", groups.GroupDetail.as_view(), name="api-group"),
    path("groups/<slug:public_id>/join/", groups.GroupJoin.as_view(), name="api-group-join"),
    path("groups/<slug:public_id>/leave/", groups.GroupLeave.as_view(), name="api-group-leave"),
    path("groups/<slug:public_id>/refuse/", joining.GroupRefuse.as_view(), name="api-group-refuse"),
    path("groups/<slug:public_id>/members/", joining.GroupMembers.as_view(), name="api-group-members"),
    path("groups/<slug:public_id>/requests/", joining.GroupRequests.as_view(), name="api-group-requests"),
    path("groups/<slug:public_id>/invitations/", joining.GroupInvite.as_view(), name="api-group-invite"),
    path("groups/<slug:public_id>/link/", joining.GroupLink.as_view(), name="api-group-link"),
    path("group-links/<slug:code>/join/", joining.LinkJoin.as_view(), name="api-link-join"),
    path(
        "memberships/<slug:public_id>/accept/",
        joining.MembershipAccept.as_view(),
        name="api-membership-accept",
    ),
    path(
        "memberships/<slug:public_id>/decline/",
        joining.MembershipDecline.as_view(),
        name="api-membership-decline",
    ),
    path(
        "memberships/<slug:public_id>/vouch/", joining.MembershipVouch.as_view(), name="api-membership-vouch"
    ),
    path(f"{ONE}role/", joining.MembershipRole.as_view(), name="api-membership-role"),
    path(
        "memberships/<slug:public_id>/remove/",
        joining.MembershipRemove.as_view(),
        name="api-membership-remove",
    ),
    path("groups/<slug:public_id>/posts/", board.GroupPosts.as_view(), name="api-group-posts"),
    path("posts/<slug:public_id>/", board.PostDetail.as_view(), name="api-post"),
    path("posts/<slug:public_id>/delete/", board.PostDelete.as_view(), name="api-post-delete"),
    path("posts/<slug:public_id>/comments/", board.PostComment.as_view(), name="api-post-comment"),
    path("groups/<slug:public_id>/rituals/", rituals.GroupRituals.as_view(), name="api-group-rituals"),
    path("groups/<slug:public_id>/rhythm/", rituals.GroupRhythm.as_view(), name="api-group-rhythm"),
    path("rituals/<slug:public_id>/", rituals.RitualChange.as_view(), name="api-ritual"),
    path("prompts/<slug:public_id>/", rituals.PromptDetail.as_view(), name="api-prompt"),
    path("prompts/<slug:public_id>/answer/", rituals.PromptAnswerCall.as_view(), name="api-prompt-answer"),
    path("groups/<slug:public_id>/events/", events.GroupEvents.as_view(), name="api-group-events"),
    path("events/<slug:public_id>/", events.EventDetail.as_view(), name="api-event"),
    path("events/<slug:public_id>/change/", events.EventChange.as_view(), name="api-event-change"),
    path("events/<slug:public_id>/publish/", events.EventPublish.as_view(), name="api-event-publish"),
    path("events/<slug:public_id>/postpone/", events.EventPostpone.as_view(), name="api-event-postpone"),
    path("events/<slug:public_id>/call-off/", events.EventCallOff.as_view(), name="api-event-call-off"),
    path("events/<slug:public_id>/answer/", events.EventAnswer.as_view(), name="api-event-answer"),
    path("events/<slug:public_id>/accept/", events.EventAccept.as_view(), name="api-event-accept"),
    path("events/<slug:public_id>/cancel/", events.EventCancel.as_view(), name="api-event-cancel"),
    path("me/events/", events.OwnEvents.as_view(), name="api-own-events"),
    path("groups/<slug:public_id>/stars/", stars.GroupStars.as_view(), name="api-group-stars"),
    path("stars/<slug:public_id>/", stars.StarDetail.as_view(), name="api-star"),
    path("stars/<slug:public_id>/answer/", stars.StarAnswerCall.as_view(), name="api-star-answer"),
    path("stars/<slug:public_id>/words/", stars.StarWords.as_view(), name="api-star-words"),
    path("stars/<slug:public_id>/approve/", stars.StarApprove.as_view(), name="api-star-approve"),
    path("stars/<slug:public_id>/withdraw/", stars.StarWithdraw.as_view(), name="api-star-withdraw"),
    path("me/groups/", groups.OwnGroups.as_view(), name="api-own-groups"),
]
