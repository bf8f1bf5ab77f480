from django.urls import path

from portal.web import styleguide, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("styleguide/", styleguide.show, name="styleguide"),
]
