from django.urls import path

from portal.web import arrival, home, pictures, pwa, search, styleguide

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
    path("posters/<slug:subject>/", pictures.PosterView.as_view(), name="poster"),
    path("pictures/<slug:digest>.png", pictures.picture, name="picture"),
    path("manifest/<slug:language>.webmanifest", pwa.manifest, name="manifest"),
    path("icons/<int:size>.png", pwa.icon, name="icon"),
    path("icons/maskable.png", pwa.maskable, name="icon-maskable"),
    path("sw.js", pwa.service_worker, name="service-worker"),
    path("offline/<slug:language>/", pwa.offline, name="offline"),
    path("search/", search.SearchView.as_view(), name="search"),
    path("styleguide/", styleguide.show, name="styleguide"),
]
