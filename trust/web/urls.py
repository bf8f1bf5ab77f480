from django.urls import path

from trust.web import views

app_name = "trust"

urlpatterns = [
    path("verify/", views.VerifyView.as_view(), name="verify"),
    path("verify/withdraw/", views.WithdrawView.as_view(), name="withdraw"),
]
