from campaigns.api import draw_urls

urlpatterns = [*draw_urls.urlpatterns]
