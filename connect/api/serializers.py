"""Shapes of the open platform's calls."""

from typing import Any

from rest_framework import serializers

from connect.states import (
    EVENT_ID_LENGTH,
    EVENT_NAME_LENGTH,
    EXTERNAL_ID_LENGTH,
    MOST_EVENTS,
    MOST_VALUE_MINOR,
    EventFileFormat,
    EventImportState,
    EventProgress,
    Taken,
)


class QualifyingEventInput(serializers.Serializer[Any]):
    """For the description: events are read by ``connect.rules``, each by itself."""

    event_id = serializers.RegexField(rf"^[\x21-\x7e]{{1,{EVENT_ID_LENGTH}}}$", max_length=EVENT_ID_LENGTH)
    name = serializers.RegexField(r"^[a-z0-9][a-z0-9_-]*$", max_length=EVENT_NAME_LENGTH)
    occurred_at = serializers.DateTimeField(help_text="With an offset; late and out of order is welcome.")
    member = serializers.CharField(required=False, help_text="A member's public id.")
    external_id = serializers.CharField(
        required=False, max_length=EXTERNAL_ID_LENGTH, help_text="The site's own id of a linked customer."
    )
    click = serializers.CharField(
        required=False, max_length=600, help_text="The token that came with the member."
    )
    value_minor = serializers.IntegerField(
        required=False, min_value=-MOST_VALUE_MINOR, max_value=MOST_VALUE_MINOR, help_text="Cents or fen."
    )
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)
    properties = serializers.DictField(required=False, help_text="As the event's shape says.")


class EventBatchInput(serializers.Serializer[Any]):
    events = serializers.ListField(child=QualifyingEventInput(), min_length=1, max_length=MOST_EVENTS)


class TakenEvent(serializers.Serializer[Any]):
    event_id = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(choices=Taken.choices)
    code = serializers.CharField(allow_blank=True)
    where = serializers.CharField(allow_blank=True)


class TakenEventsOutput(serializers.Serializer[Any]):
    accepted = serializers.IntegerField()
    duplicates = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = TakenEvent(many=True)


class SentEvent(serializers.Serializer[Any]):
    event_id = serializers.CharField()
    name = serializers.CharField()
    occurred_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=[(one.value, one.value) for one in EventProgress])
    value_minor = serializers.IntegerField(allow_null=True)
    currency = serializers.CharField(allow_blank=True)


class SentEventsOutput(serializers.Serializer[Any]):
    items = SentEvent(many=True)
    next = serializers.CharField(allow_null=True)


class EventImportInput(serializers.Serializer[Any]):
    format = serializers.ChoiceField(choices=EventFileFormat.choices)
    content = serializers.CharField(
        max_length=900_000,
        trim_whitespace=False,
        help_text="The file's text. In CSV the first line names the fields; properties.x is a property.",
    )
    dry_run = serializers.BooleanField(default=True, help_text="Only count, and name what would be refused.")


class RefusedLine(serializers.Serializer[Any]):
    line = serializers.IntegerField()
    code = serializers.CharField()
    where = serializers.CharField()


class EventImportOutput(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    state = serializers.ChoiceField(choices=EventImportState.choices)
    dry_run = serializers.BooleanField()
    events = serializers.IntegerField()
    percent = serializers.IntegerField(help_text="How far it has come.")
    accepted = serializers.IntegerField(help_text="In a dry run: that would be.")
    duplicates = serializers.IntegerField()
    refused = serializers.IntegerField()
    problems = RefusedLine(many=True, help_text="The first 200.")


class MemberLinkInput(serializers.Serializer[Any]):
    """One of ``member`` and ``click``."""

    external_id = serializers.CharField(max_length=EXTERNAL_ID_LENGTH)
    member = serializers.CharField(max_length=20, required=False, default="")
    click = serializers.CharField(max_length=600, required=False, default="")

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if bool(data["member"]) == bool(data["click"]):
            raise serializers.ValidationError({"member": ["Give either member or click."]})
        return data


class MemberLinkOutput(serializers.Serializer[Any]):
    told = serializers.IntegerField(help_text="Events that had waited for this.")
