from django.urls import path

from gifts.web import views

app_name = "gifts"

urlpatterns = [
    path("gifts/", views.GiftBoxView.as_view(), name="list"),
    path("gifts/<slug:public_id>/", views.GiftView.as_view(), name="detail"),
    path("gifts/<slug:public_id>/accept/", views.AcceptView.as_view(), name="accept"),
    path("gifts/<slug:public_id>/decline/", views.DeclineView.as_view(), name="decline"),
    path("gifts/<slug:public_id>/code/", views.RevealView.as_view(), name="reveal"),
]
