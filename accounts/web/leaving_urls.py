from django.urls import path

from accounts.web import own_data

urlpatterns = [
    path("stored/", own_data.StoredView.as_view(), name="stored"),
    path("exports/", own_data.ExportView.as_view(), name="export"),
    path("exports/<str:public_id>/link/", own_data.ExportLinkView.as_view(), name="export-link"),
    path("export-links/<str:token>/", own_data.ExportDownloadView.as_view(), name="export-download"),
    path("erasure/", own_data.ErasureView.as_view(), name="erasure"),
    path("erasure/confirm/", own_data.ConfirmErasureView.as_view(), name="erasure-confirm"),
    path("erasure/stay/", own_data.StayView.as_view(), name="erasure-stay"),
]
