from django.urls import path

from accounts.api import notifications

urlpatterns = [
    path("notifications/", notifications.Notifications.as_view(), name="api-notifications"),
    path(
        "notifications/read-all/",
        notifications.ReadNotifications.as_view(),
        name="api-notifications-read-all",
    ),
    path(
        "notifications/<slug:public_id>/read/",
        notifications.ReadNotification.as_view(),
        name="api-notification-read",
    ),
]
