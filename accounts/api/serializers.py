"""The shapes of accounts' calls. Nothing here saves."""

from typing import Any

from rest_framework import serializers

from accounts.states import DISPLAY_NAME_LENGTH, Locale, TokenScope

Shape = serializers.Serializer[Any]


class ContactInput(Shape):
    contact = serializers.CharField(
        max_length=254, help_text="Mobile number (+86 if it does not say) or e-mail."
    )
    locale = serializers.ChoiceField(choices=Locale.choices, default=Locale.ENGLISH)


class SentCodeOutput(Shape):
    ref = serializers.CharField(help_text="Give it back with the six digits.")
    kind = serializers.CharField()
    masked = serializers.CharField()
    expires_at = serializers.DateTimeField()


class RegistrationInput(Shape):
    ref = serializers.CharField(max_length=20)
    code = serializers.CharField(max_length=24)
    display_name = serializers.CharField(max_length=DISPLAY_NAME_LENGTH * 2)
    notice_hash = serializers.CharField(
        max_length=64, help_text="Of the notice that was shown and agreed to."
    )
    locale = serializers.ChoiceField(choices=Locale.choices, default=Locale.ENGLISH)
    visitor_key = serializers.CharField(max_length=80, required=False, allow_blank=True)
    invitation = serializers.CharField(max_length=32, required=False, allow_blank=True)


class MemberOutput(Shape):
    public_id = serializers.CharField()
    handle = serializers.CharField()
    display_name = serializers.CharField()
    locale = serializers.CharField()


class TokenOutput(Shape):
    public_id = serializers.CharField()
    secret = serializers.CharField(help_text="Shown this once.")
    scope = serializers.ChoiceField(choices=TokenScope.choices)
    expires_at = serializers.DateTimeField()


class EntryOutput(Shape):
    member = MemberOutput()
    token = TokenOutput()
    is_new = serializers.BooleanField()


class SignInInput(Shape):
    """Either ``ref`` and ``code``, or ``login`` and ``password``."""

    ref = serializers.CharField(max_length=20, required=False)
    code = serializers.CharField(max_length=24, required=False)
    login = serializers.CharField(max_length=254, required=False)
    password = serializers.CharField(max_length=200, required=False, trim_whitespace=False)
    scope = serializers.ChoiceField(choices=TokenScope.choices, default=TokenScope.WRITE)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        by_code = bool(data.get("ref") and data.get("code"))
        by_password = bool(data.get("login") and data.get("password"))
        if by_code == by_password:
            raise serializers.ValidationError("Send ref and code, or login and password.")
        return data


class ContactOutput(Shape):
    kind = serializers.CharField()
    masked = serializers.CharField()


class MeOutput(MemberOutput):
    joined_at = serializers.DateTimeField()
    contacts = ContactOutput(many=True)


class NoticeOutput(Shape):
    key = serializers.CharField()
    title = serializers.CharField()
    points = serializers.ListField(child=serializers.CharField())
    hash = serializers.CharField()
