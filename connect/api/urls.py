from django.urls import path

from connect.api import events

urlpatterns = [
    path("qualifying-events/", events.QualifyingEvents.as_view(), name="api-qualifying-events"),
    path("member-links/", events.MemberLinks.as_view(), name="api-member-links"),
]
