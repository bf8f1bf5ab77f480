from django.urls import path

from campaigns.api import brand_posts, conversations

urlpatterns = [
    path(
        "campaigns/<slug:slug>/followed-posts/",
        conversations.FollowedPosts.as_view(),
        name="api-campaign-followed-posts",
    ),
    path("campaigns/<slug:slug>/mentions/", conversations.Mentions.as_view(), name="api-campaign-mentions"),
    path("followed-posts/<slug:public_id>/", conversations.FollowedPost.as_view(), name="api-followed-post"),
    path(
        "followed-posts/<slug:public_id>/unfollow/",
        conversations.Unfollow.as_view(),
        name="api-followed-post-unfollow",
    ),
    path("mentions/<slug:public_id>/", conversations.OneMention.as_view(), name="api-mention"),
    path(
        "mentions/<slug:public_id>/answer/", conversations.AnswerMention.as_view(), name="api-mention-answer"
    ),
    path(
        "mentions/<slug:public_id>/hand-over/",
        conversations.HandOver.as_view(),
        name="api-mention-hand-over",
    ),
    path(
        "campaigns/<slug:slug>/brand-posts/",
        brand_posts.BrandPosts.as_view(),
        name="api-campaign-brand-posts",
    ),
    path("brand-posts/<slug:public_id>/", brand_posts.OneBrandPost.as_view(), name="api-brand-post"),
    path(
        "brand-posts/<slug:public_id>/plan/", brand_posts.PlanBrandPost.as_view(), name="api-brand-post-plan"
    ),
    path(
        "brand-posts/<slug:public_id>/stop/", brand_posts.StopBrandPost.as_view(), name="api-brand-post-stop"
    ),
]
