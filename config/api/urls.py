"""The API's description: OpenAPI 3.1 and pages that read it offline."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(authentication_classes=[]), name="schema"),
    # The split view keeps its script in a file of its own: the page runs under script-src 'self'.
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="schema", authentication_classes=[]),
        name="api-docs",
    ),
]
