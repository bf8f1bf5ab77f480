"""Addresses of draws, for ``campaigns/web/urls.py``: ``urlpatterns += draw_urls.urlpatterns``."""

from django.urls import path

from campaigns.web import draws

urlpatterns = [
    path("campaigns/<slug:slug>/draw/", draws.DrawView.as_view(), name="draw"),
    path("campaigns/<slug:slug>/draw/receipt.json", draws.ReceiptView.as_view(), name="draw-receipt"),
    path("draws/verify_draw.py", draws.VerifierView.as_view(), name="verifier"),
]
