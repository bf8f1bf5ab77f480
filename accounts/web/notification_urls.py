from django.urls import path

from accounts.web import notifications

urlpatterns = [
    path("notifications/", notifications.NotificationsView.as_view(), name="notifications"),
    path("notifications/read-all/", notifications.ReadAllView.as_view(), name="notifications-read-all"),
    path("notifications/<slug:public_id>/open/", notifications.OpenView.as_view(), name="notification-open"),
]
