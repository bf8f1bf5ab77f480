from django.urls import path

from accounts.api import notification_settings as settings
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
    path("notifications/<slug:public_id>/mute/", settings.MuteTopic.as_view(), name="api-notification-mute"),
    path("notification-settings/", settings.NotificationSettings.as_view(), name="api-notification-settings"),
    path("muted-topics/", settings.MutedTopics.as_view(), name="api-muted-topics"),
    path("muted-topics/<slug:public_id>/", settings.MutedTopic.as_view(), name="api-muted-topic"),
    path("push-devices/", settings.PushDevices.as_view(), name="api-push-devices"),
    path("push-devices/<slug:public_id>/", settings.PushDevice.as_view(), name="api-push-device"),
]
