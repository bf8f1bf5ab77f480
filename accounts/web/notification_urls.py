from django.urls import path

from accounts.web import leaving, notifications
from accounts.web import notification_settings as settings

urlpatterns = [
    path("notifications/", notifications.NotificationsView.as_view(), name="notifications"),
    path("notifications/read-all/", notifications.ReadAllView.as_view(), name="notifications-read-all"),
    path("notifications/settings/", settings.SettingsView.as_view(), name="notification-settings"),
    path("notifications/devices/", settings.AddDeviceView.as_view(), name="device-add"),
    path("notifications/<slug:public_id>/open/", notifications.OpenView.as_view(), name="notification-open"),
    path("notifications/<slug:public_id>/mute/", notifications.MuteView.as_view(), name="notification-mute"),
    path(
        "push-devices/<slug:public_id>/remove/",
        settings.RemoveDeviceView.as_view(),
        name="device-remove",
    ),
    path("muted-topics/<slug:public_id>/remove/", settings.UnmuteView.as_view(), name="unmute"),
    path("unsubscribe/<str:token>/", leaving.LeaveView.as_view(), name="leave"),
]
