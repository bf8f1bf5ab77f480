"""Addresses of draws, for ``campaigns/api/urls.py``: ``urlpatterns += draw_urls.urlpatterns``."""

from django.urls import path

from campaigns.api import draws

urlpatterns = [
    path("draws/<slug:public_id>/", draws.DrawDetail.as_view(), name="api-draw"),
    path("draws/<slug:public_id>/receipt/", draws.DrawReceiptDownload.as_view(), name="api-draw-receipt"),
    path("draws/<slug:public_id>/proof/", draws.DrawProof.as_view(), name="api-draw-proof"),
]
