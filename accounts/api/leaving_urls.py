from django.urls import path

from accounts.api import leaving

urlpatterns = [
    path("stored/", leaving.StoredKinds.as_view(), name="api-stored"),
    path("exports/", leaving.Exports.as_view(), name="api-exports"),
    path("exports/<str:public_id>/links/", leaving.ExportLinks.as_view(), name="api-export-links"),
    path("export-downloads/", leaving.ExportDownloads.as_view(), name="api-export-downloads"),
    path("erasures/", leaving.Erasures.as_view(), name="api-erasures"),
    path("erasures/current/withdraw/", leaving.Staying.as_view(), name="api-stay"),
]
