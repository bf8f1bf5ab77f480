from django.urls import path

from connect.web import leaving_for, snippet

app_name = "connect"
urlpatterns = [
    path("go/<slug:public_id>/", leaving_for.Go.as_view(), name="go"),
    path("gx.js", snippet.Snippet.as_view(), name="snippet"),
]
