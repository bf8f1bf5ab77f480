"""The shapes of accounts' calls. Nothing here saves."""

from typing import Any

from rest_framework import serializers

from accounts.states import DISPLAY_NAME_LENGTH, PASSKEY_NAME_LENGTH, ContactKind, Locale, TokenScope

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
    second_factor = serializers.CharField(
        max_length=40, required=False, help_text="For somebody who had joined before and has one."
    )


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
    second_factor = serializers.CharField(
        max_length=40, required=False, help_text="The app's number or a recovery code, where one is set up."
    )
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


class BrowserOutput(Shape):
    public_id = serializers.CharField()
    browser = serializers.CharField(allow_blank=True)
    system = serializers.CharField(allow_blank=True)
    network_hint = serializers.CharField(allow_blank=True)
    is_near = serializers.BooleanField(help_text="In the network that asks now.")
    is_this = serializers.BooleanField()
    started_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField(help_text="Written down once an hour.")


class BrowsersOutput(Shape):
    items = BrowserOutput(many=True)
    next = serializers.CharField(allow_null=True)


class EndedOutput(Shape):
    ended = serializers.IntegerField()


class SecurityOutput(Shape):
    has_password = serializers.BooleanField()
    app_since = serializers.DateTimeField(allow_null=True)
    recovery_codes_left = serializers.IntegerField()
    passkeys = serializers.IntegerField()
    logins = serializers.IntegerField()
    contacts = ContactOutput(many=True)


class ProvenContactInput(Shape):
    ref = serializers.CharField(max_length=20)
    code = serializers.CharField(max_length=24)


class AddedContactOutput(Shape):
    kind = serializers.CharField()


class NewPasswordInput(Shape):
    old = serializers.CharField(max_length=200, required=False, trim_whitespace=False, default="")
    new = serializers.CharField(max_length=200, trim_whitespace=False)


class ResetInput(ProvenContactInput):
    new = serializers.CharField(max_length=200, trim_whitespace=False)


class ProofCodeInput(Shape):
    kind = serializers.ChoiceField(choices=ContactKind.choices)
    locale = serializers.ChoiceField(choices=Locale.choices, default=Locale.ENGLISH)


class ProofInput(Shape):
    """One of: ``second_factor``; ``password``; ``ref`` and ``code``."""

    second_factor = serializers.CharField(max_length=40, required=False)
    password = serializers.CharField(max_length=200, required=False, trim_whitespace=False)
    ref = serializers.CharField(max_length=20, required=False)
    code = serializers.CharField(max_length=24, required=False)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        given = [bool(data.get("second_factor")), bool(data.get("password")), bool(data.get("ref"))]
        if given.count(True) != 1 or bool(data.get("ref")) != bool(data.get("code")):
            raise serializers.ValidationError("Send second_factor, or password, or ref and code.")
        return data


class AppSetupOutput(Shape):
    secret = serializers.CharField()
    address = serializers.CharField(help_text="otpauth:// address, for a QR code.")


class NumberInput(Shape):
    code = serializers.CharField(max_length=12)


class RecoveryCodesOutput(Shape):
    recovery_codes = serializers.ListField(child=serializers.CharField(), help_text="Shown this once.")


class PasskeyOutput(Shape):
    public_id = serializers.CharField()
    name = serializers.CharField()
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)


class PasskeysOutput(Shape):
    items = PasskeyOutput(many=True)
    next = serializers.CharField(allow_null=True)


class QuestionOutput(Shape):
    options = serializers.DictField(help_text="For navigator.credentials; bytes are base64url.")
    token = serializers.CharField(help_text="Give it back with the answer within five minutes.")


class AnswerInput(Shape):
    token = serializers.CharField(max_length=4000)
    answer = serializers.CharField(max_length=20_000, help_text="The credential as JSON, base64url inside.")


class NewPasskeyInput(AnswerInput):
    name = serializers.CharField(max_length=PASSKEY_NAME_LENGTH)


class PasskeyNameInput(Shape):
    name = serializers.CharField(max_length=PASSKEY_NAME_LENGTH)


class PasskeySignInInput(AnswerInput):
    scope = serializers.ChoiceField(choices=TokenScope.choices, default=TokenScope.WRITE)


class LookOutput(Shape):
    what = serializers.CharField()
    who = serializers.CharField(allow_blank=True)
    why = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()


class LooksOutput(Shape):
    items = LookOutput(many=True)
    next = serializers.CharField(allow_null=True)
