from django.urls import path

from portal.api import search

urlpatterns = [path("search/", search.Search.as_view(), name="api-search")]
