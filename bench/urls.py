"""The product's addresses, and the bare pages that stand beside them as yardsticks."""

from django.urls import path

from bench import bare
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as product

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    *product,
    path("bench/friends/", bare.friends_page),
    path("bench/friends.json", bare.friends_list),
    path("bench/today/", bare.today_page),
    path("bench/campaigns/<slug:slug>/", bare.campaign_page),
]
