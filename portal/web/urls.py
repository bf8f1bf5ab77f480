from django.urls import path

from portal.web import arrival, home, styleguide

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("today/put-away/", home.PutAwayView.as_view(), name="put-away"),
    path("welcome/", arrival.WelcomeView.as_view(), name="welcome"),
    path("welcome/you/", arrival.YouView.as_view(), name="welcome-you"),
    path("welcome/seen/", arrival.SeenView.as_view(), name="welcome-seen"),
    path("welcome/begin/", arrival.BeginView.as_view(), name="welcome-begin"),
    path("welcome/skip/<slug:step>/", arrival.SkipStepView.as_view(), name="welcome-skip"),
    path("welcome/end/", arrival.EndView.as_view(), name="welcome-end"),
    path("styleguide/", styleguide.show, name="styleguide"),
]
