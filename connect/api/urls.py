from django.urls import path

from connect.api import events, imports, webhooks

urlpatterns = [
    path("qualifying-events/", events.QualifyingEvents.as_view(), name="api-qualifying-events"),
    path("event-imports/", imports.EventImports.as_view(), name="api-event-imports"),
    path("event-imports/<slug:public_id>/", imports.EventImportDetail.as_view(), name="api-event-import"),
    path("member-links/", events.MemberLinks.as_view(), name="api-member-links"),
    path("webhook-kinds/", webhooks.WebhookKinds.as_view(), name="api-webhook-kinds"),
    path("webhooks/", webhooks.Webhooks.as_view(), name="api-webhooks"),
    path("webhooks/<slug:public_id>/", webhooks.Webhook.as_view(), name="api-webhook"),
    path("webhooks/<slug:public_id>/secret/", webhooks.WebhookSecret.as_view(), name="api-webhook-secret"),
    path("webhooks/<slug:public_id>/pause/", webhooks.PauseWebhook.as_view(), name="api-webhook-pause"),
    path("webhooks/<slug:public_id>/resume/", webhooks.ResumeWebhook.as_view(), name="api-webhook-resume"),
    path("webhooks/<slug:public_id>/test/", webhooks.TestWebhook.as_view(), name="api-webhook-test"),
    path(
        "webhooks/<slug:public_id>/deliveries/",
        webhooks.WebhookDeliveries.as_view(),
        name="api-webhook-deliveries",
    ),
    path(
        "webhooks/<slug:public_id>/replay-message/",
        webhooks.ReplayMessage.as_view(),
        name="api-webhook-replay-message",
    ),
    path("webhooks/<slug:public_id>/replay/", webhooks.ReplayStretch.as_view(), name="api-webhook-replay"),
]
