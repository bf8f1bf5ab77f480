"""The body of each unsafe call: one that would do something if the caller were allowed to."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.notices import MEMBERSHIP
from accounts.profile_words import FIELDS
from campaigns.rulebook import DEFAULT_RULES
from groups.rules import CAPABILITIES, SETTABLE
from tests.authz import amending, badges, events, logins, platform, rituals, twins
from tests.authz.desk import DESK
from tests.authz.stock import BODIES as STOCK
from tests.authz.world import PASSWORD, World
from tests.factories.pictures import sent as picture_sent
from tests.factories.trust import id_number
from trust.notices import PROFESSIONAL, REAL_NAME

Body = Callable[[World, str], dict[str, Any]]

ADDRESS = {
    "recipient_name": "Lin",
    "phone": "138 1234 5678",
    "province": "北京市",
    "city": "北京市",
    "district": "朝阳区",
    "street": "建国路 88 号",
    "postcode": "100022",
}


def _dates() -> dict[str, str]:
    from tests.factories.campaigns import CLOSES, OPENS, SETTLE_BY

    return {
        name: at.isoformat()
        for name, at in zip(("opens_at", "closes_at", "settle_by"), (OPENS, CLOSES, SETTLE_BY), strict=True)
    }


def _profile() -> dict[str, Any]:
    """The form of a profile, as its page sends it."""
    audiences = {f"{name}_audience": 1 for name in FIELDS}
    return {"display_name": "Bo", "name_form": "display", "headline": "Grows tea", **audiences}


def _verify() -> dict[str, Any]:
    return {"legal_name": "张伟", "id_number": id_number(serial=123)}


def _file_of_codes() -> SimpleUploadedFile:
    return SimpleUploadedFile("codes.csv", b"CODE-0003", content_type="text/csv")


def _item(world: World) -> dict[str, Any]:
    return {
        "brand_ref": world.a.brand.scope,
        "kind": "physical",
        "fulfilment": "auto",
        "value_fen": 1,
        "slots": 2,
    }


def _other_item(world: World, target: str) -> str:
    return (world.b if target.startswith("b") else world.a).equal_item.public_id


def _notice_hash(target: str) -> str:
    return MEMBERSHIP.hash if target == "membership" else REAL_NAME.hash


def _draft(world: World) -> dict[str, Any]:
    """The form of a draft, as its page sends it."""
    numbers = {
        "threshold": 3,
        "window_days": 30,
        "credit_registered": 0,
        "credit_real_name": 1,
        "max_per_member": 1,
        "weight": 1,
        "hold_minutes": 0,
        "reserve": 50,
        "offer_hours": 72,
        "deliver_days": 14,
        "prize_0_quantity": 1,
    }
    words = {
        "brand": world.a.brand.public_id,
        "title_en": "Autumn walk",
        "title_zh-hans": "秋天散步",
        "requires": "real_name",
        "reward_kind": "draw_entry",
        "beacon": "none",
        "prize_0_item": world.a.item.public_id,
    }
    moments = {name: moment[:16] for name, moment in _dates().items()}
    return {**numbers, **words, **moments}


_TITLE = {"en": "Autumn walk", "zh-hans": "秋天散步"}
_NAME = {"en": "Cup", "zh-hans": "杯子"}
_RESIDENT = _verify()

_QUIET = {"quiet_from": "23:00", "quiet_to": "07:00", "rhythm": "daily", "time_zone": "Asia/Tokyo"}
_DEVICE = {"endpoint": "https://push.example/device", "p256dh": "BA", "auth": "AA"}

# A body that would do something if the caller were allowed to. (world, object's name) -> fields.
BODIES: Mapping[str, Body] = {
    **events.BODIES,
    **logins.BODIES,
    "accounts:app": lambda w, o: {"start": "1"},
    "accounts:app-remove": lambda w, o: {},
    "accounts:contact-add": lambda w, o: {"contact": "new@example.org"},
    "accounts:contact-code": lambda w, o: {"code": "123456"},
    "accounts:contact-remove": lambda w, o: {},
    "accounts:password": lambda w, o: {"old": PASSWORD, "new": "another battery staple"},
    "accounts:program-end": lambda w, o: {},
    "accounts:prove": lambda w, o: {"password": PASSWORD},
    "accounts:prove-send": lambda w, o: {"kind": "phone"},
    "accounts:recovery-codes": lambda w, o: {},
    "accounts:reset": lambda w, o: {"contact": "+8613700000009"},
    "accounts:reset-code": lambda w, o: {"code": "123456", "new": "another battery staple"},
    "accounts:session-end": lambda w, o: {},
    "accounts:sessions": lambda w, o: {},
    "accounts:sign-in-passkey": lambda w, o: {"token": "x", "answer": "{}"},
    "api-app": lambda w, o: {},
    "api-confirm-app": lambda w, o: {"code": "123456"},
    "api-end-other-sessions": lambda w, o: {},
    "api-end-session": lambda w, o: {},
    "api-own-contact-codes": lambda w, o: {"contact": "new@example.org"},
    "api-own-contacts": lambda w, o: {"ref": w.entering_ref, "code": w.entering_code},
    "api-passkey-options": lambda w, o: {},
    "api-passkey-sign-in-options": lambda w, o: {},
    "api-passkey-sign-ins": lambda w, o: {"token": "x", "answer": "{}"},
    "api-passkeys": lambda w, o: {"name": "phone", "token": "x", "answer": "{}"},
    "api-password": lambda w, o: {"old": PASSWORD, "new": "another battery staple"},
    "api-proof-codes": lambda w, o: {"kind": "phone"},
    "api-proofs": lambda w, o: {"password": PASSWORD},
    "api-recovery-codes": lambda w, o: {},
    "api-remove-app": lambda w, o: {},
    "api-remove-contact": lambda w, o: {},
    "api-remove-passkey": lambda w, o: {},
    "api-rename-passkey": lambda w, o: {"name": "old phone"},
    "api-reset-codes": lambda w, o: {"contact": "+8613700000009"},
    "api-resets": lambda w, o: {
        "ref": w.entering_ref,
        "code": w.entering_code,
        "new": "another battery staple",
    },
    "accounts:join": lambda w, o: {"display_name": "Bo", "contact": "+8613700000009", "consent": "on"},
    "accounts:join-code": lambda w, o: {"code": w.entering_code},
    "accounts:me": lambda w, o: {"locale": "zh-hans"},
    "accounts:device-add": lambda w, o: dict(_DEVICE),
    "accounts:device-remove": lambda w, o: {},
    "accounts:leave": lambda w, o: {"List-Unsubscribe": "One-Click"},
    "accounts:notification-mute": lambda w, o: {},
    "accounts:notification-open": lambda w, o: {},
    "accounts:notification-settings": lambda w, o: {**_QUIET, "activity-email": "on"},
    "accounts:notifications-read-all": lambda w, o: {},
    "accounts:resend-code": lambda w, o: {},
    "accounts:unmute": lambda w, o: {},
    "accounts:sign-in": lambda w, o: {"contact": "+8613700000009"},
    "accounts:sign-in-code": lambda w, o: {"code": w.entering_code},
    "accounts:sign-in-password": lambda w, o: {"login": w.members["owner"].handle, "password": PASSWORD},
    "accounts:sign-out": lambda w, o: {},
    "accounts:export": lambda w, o: {},
    "accounts:export-link": lambda w, o: {},
    "accounts:export-download": lambda w, o: {},
    "accounts:erasure": lambda w, o: {},
    "accounts:erasure-confirm": lambda w, o: {},
    "accounts:erasure-stay": lambda w, o: {},
    "api-exports": lambda w, o: {},
    "api-export-links": lambda w, o: {},
    "api-export-downloads": lambda w, o: {"token": w.export_token},
    "api-erasures": lambda w, o: {},
    "api-stay": lambda w, o: {},
    "accounts:give-consent": lambda w, o: {"consent": "on", "notice_hash": _notice_hash(o)},
    "accounts:withdraw-consent": lambda w, o: {},
    "admin:login": lambda w, o: {"username": w.members["superuser"].handle, "password": PASSWORD},
    "admin:logout": lambda w, o: {},
    "admin:password_change": lambda w, o: {
        "old_password": PASSWORD,
        "new_password1": "another battery staple",
        "new_password2": "another battery staple",
    },
    "admin:accounts_member_desk": lambda w, o: {"act": "read-contacts", "why": "matrix"},
    "admin:accounts_notificationtext_add": lambda w, o: {"kind": "gifts.offered", "subject_en": "A gift"},
    "admin:accounts_notificationtext_change": lambda w, o: {"subject_en": "A friend"},
    "admin:accounts_rolegrant_add": lambda w, o: {
        "member": w.members["other"].pk,
        "role": "clerk",
        "scope": w.a.brand.scope,
    },
    "admin:campaigns_campaign_add": lambda w, o: _draft(w),
    "admin:campaigns_campaign_draft": lambda w, o: _draft(w),
    "admin:gifts_item_add": lambda w, o: {**_item(w), "name_en": "Cup", "name_zh-hans": "杯子"},
    "admin:gifts_item_import_codes": lambda w, o: {"file": _file_of_codes(), "reason": "more"},
    "admin:gifts_item_change_stock": lambda w, o: {"change": "receive", "quantity": 1, "reason": "more"},
    "admin:gifts_parceltopack_pack": lambda w, o: {"read": "1"},
    "admin:trust_case_change": lambda w, o: {"act": "take"},
    "accounts:block": lambda w, o: {},
    "accounts:mute": lambda w, o: {},
    "accounts:own-photo": lambda w, o: {"picture": picture_sent()},
    "accounts:remove-photo": lambda w, o: {},
    "accounts:profile": lambda w, o: _profile(),
    "accounts:undo-block": lambda w, o: {},
    "accounts:undo-mute": lambda w, o: {},
    "api-own-photo": lambda w, o: {},
    "api-remove-photo": lambda w, o: {},
    "api-own-profile": lambda w, o: {"headline": "Grows tea"},
    "api-block": lambda w, o: {},
    "api-blocks": lambda w, o: {"member": w.members["other"].public_id},
    "api-mute": lambda w, o: {},
    "api-mutes": lambda w, o: {"member": w.members["other"].public_id},
    "api-campaign-cancel": lambda w, o: {"reason": "rain"},
    "api-campaign-close": lambda w, o: {"reason": "rain"},
    "api-campaign-draft": lambda w, o: {"title": _TITLE},
    "api-campaign-draw": lambda w, o: {},
    "api-campaign-pause": lambda w, o: {"reason": "rain"},
    "api-campaign-publish": lambda w, o: {},
    "api-campaign-resume": lambda w, o: {},
    "api-campaign-settle": lambda w, o: {},
    "api-campaigns": lambda w, o: {
        "brand": w.a.brand.public_id,
        "title": _TITLE,
        "rules": dict(DEFAULT_RULES),
        **_dates(),
    },
    "api-consents": lambda w, o: {"purpose": REAL_NAME.key, "notice_hash": REAL_NAME.hash},
    "api-withdraw-consent": lambda w, o: {},
    "api-code-imports": lambda w, o: {"codes": ["CODE-0003"], "dry_run": False, "reason": "more"},
    "api-gift-thanks": lambda w, o: {"text": "Thank you"},
    "api-presents": lambda w, o: {
        "recipient": w.b.member.public_id,
        "item": w.a.present.gift.item.public_id,
        "card": "For you",
    },
    "api-present-call-off": lambda w, o: {},
    "api-book": lambda w, o: {},
    "api-contact-codes": lambda w, o: {"contact": "+8613700000009", "locale": "en"},
    "api-current-token": lambda w, o: {},
    "api-decide-case": lambda w, o: {"outcome": "approve", "reasons": [], "note": ""},
    "api-gift-accept": lambda w, o: {"address": ADDRESS},
    "api-gift-decline": lambda w, o: {},
    "api-gift-arrival": lambda w, o: {},
    "api-gift-pass-on": lambda w, o: {"to": w.b.member.public_id},
    "api-gift-swap": lambda w, o: {"item": _other_item(w, o)},
    "api-gift-hand-over": lambda w, o: {},
    "api-gift-reveal": lambda w, o: {},
    "api-gift-waybill": lambda w, o: {"carrier": "EMS", "number": "EX000000001CN"},
    "api-items": lambda w, o: {**_item(w), "name": _NAME},
    "api-lease-case": lambda w, o: {},
    "api-muted-topic": lambda w, o: {},
    "api-notification-mute": lambda w, o: {},
    "api-notification-read": lambda w, o: {},
    "api-notification-settings": lambda w, o: {**_QUIET, "quiet_on": True, "choices": []},
    "api-push-device": lambda w, o: {},
    "api-push-devices": lambda w, o: dict(_DEVICE),
    "api-notifications-read-all": lambda w, o: {"until": "2036-01-01T00:00:00Z"},
    "api-read-claim": lambda w, o: {},
    "api-registrations": lambda w, o: {
        "ref": w.entering_ref,
        "code": w.entering_code,
        "display_name": "Bo",
        "locale": "en",
        "notice_hash": MEMBERSHIP.hash,
    },
    "api-release-case": lambda w, o: {},
    "api-reward-claim": lambda w, o: {},
    "api-share-links": lambda w, o: {"channel": "link"},
    "api-sign-ins": lambda w, o: {"login": w.members["owner"].handle, "password": PASSWORD, "scope": "read"},
    "api-stock-receipts": lambda w, o: {"quantity": 1, "reason": "more"},
    "api-own-codes": lambda w, o: {"code": "PICNIC25"},
    "campaigns:choose-code": lambda w, o: {"code": "PICNIC25"},
    "api-typed-codes": lambda w, o: {"code": w.b.share_code},
    "campaigns:code": lambda w, o: {"code": "NOBODYS234"},
    "api-touches": lambda w, o: {"code": w.b.share_code, "visitor_key": "visitor-9"},
    "api-verification-cases": lambda w, o: {**_RESIDENT, "notice_hash": REAL_NAME.hash},
    "api-withdraw-case": lambda w, o: {},
    "campaigns:board": lambda w, o: {"named": "yes"},
    "campaigns:claim": lambda w, o: {},
    "campaigns:share": lambda w, o: {},
    **STOCK,
    "gifts:accept": lambda w, o: dict(ADDRESS),
    "gifts:decline": lambda w, o: {},
    "gifts:kuaidi100": lambda w, o: {"param": "{}", "sign": "0" * 32},
    "gifts:pass-on": lambda w, o: {"to": w.b.member.public_id},
    "gifts:swap": lambda w, o: {"item": _other_item(w, o)},
    "portal:poster": lambda w, o: {},
    "portal:put-away": lambda w, o: {"card": "portal.arrival", "stamp": ""},
    "portal:welcome-begin": lambda w, o: {},
    "portal:welcome-end": lambda w, o: {},
    "portal:welcome-seen": lambda w, o: {"name_audience": "1"},
    "portal:welcome-skip": lambda w, o: {},
    "portal:welcome-you": lambda w, o: {
        "display_name": "Bo",
        "locale": "en",
        "time_zone": "Europe/Berlin",
    },
    "api-groups": lambda w, o: {"name": {"en": "Walkers"}},
    "api-group-join": lambda w, o: {},
    "api-group-leave": lambda w, o: {},
    "groups:found": lambda w, o: {
        "name_en": "Walkers",
        "visibility": "listed",
        "join_policy": "open",
        "time_zone": "Asia/Shanghai",
        "locale": "en",
    },
    "api-group-invite": lambda w, o: {"member": w.members["other"].public_id},
    "api-group-link": lambda w, o: {},
    "api-group-refuse": lambda w, o: {},
    "api-link-join": lambda w, o: {},
    "api-membership-accept": lambda w, o: {},
    "api-membership-decline": lambda w, o: {"reason": "matrix"},
    "api-membership-remove": lambda w, o: {"reason": "matrix"},
    "api-membership-role": lambda w, o: {"role": 20},
    "api-membership-vouch": lambda w, o: {},
    "api-group-posts": lambda w, o: {"body": "Good day"},
    "api-post-comment": lambda w, o: {"body": "Indeed"},
    "api-post-delete": lambda w, o: {},
    **rituals.BODIES,
    "groups:board": lambda w, o: {"body": "Good day", "audience": 20},
    "groups:delete-comment": lambda w, o: {},
    "groups:delete-post": lambda w, o: {},
    "groups:post-photos": lambda w, o: {"photos": picture_sent()},
    "groups:remove-post-photo": lambda w, o: {},
    "api-post-photos": lambda w, o: {},
    "api-post-photo-remove": lambda w, o: {},
    "groups:edit-post": lambda w, o: {"body": "Good night"},
    "groups:pin": lambda w, o: {"pinned": "on"},
    "groups:post": lambda w, o: {"body": "Indeed"},
    "groups:react": lambda w, o: {"kind": "thanks"},
    "groups:answer": lambda w, o: {"answer_is": "no", "words": "matrix"},
    "groups:end": lambda w, o: {},
    "groups:fellow": lambda w, o: {"what": "remove", "reason": "matrix"},
    "groups:invite": lambda w, o: {"who": w.members["other"].handle},
    "groups:link": lambda w, o: {},
    "groups:make-link": lambda w, o: {},
    "groups:refuse": lambda w, o: {},
    "groups:settings": lambda w, o: {
        "name_en": "Walkers",
        "visibility": "listed",
        "join_policy": "open",
        "time_zone": "Asia/Shanghai",
        "locale": "en",
        "vouches_needed": "3",
        **{name: str(int(role)) for name, role in CAPABILITIES.items() if name in SETTABLE},
    },
    "groups:vouch": lambda w, o: {},
    "groups:join": lambda w, o: {},
    "groups:leave": lambda w, o: {},
    "gifts:reveal": lambda w, o: {},
    "gifts:thanks": lambda w, o: {"text": "Thank you"},
    "gifts:give": lambda w, o: {"item": w.a.present.gift.item.public_id, "card": "For you"},
    "gifts:book": lambda w, o: {},
    "gifts:present": lambda w, o: {},
    "set_language": lambda w, o: {"language": "zh-hans"},
    "api-appeal-application": lambda w, o: {"text": "This is not right at all."},
    "api-appeal-verification": lambda w, o: {"text": "This is not right at all."},
    "api-applications": lambda w, o: {"notice_hash": PROFESSIONAL.hash},
    "api-employment": lambda w, o: {"employer": "样例公司", "title": "工程师"},
    "api-end-employment": lambda w, o: {},
    "api-open-proof": lambda w, o: {},
    "api-evidence": lambda w, o: {"kind": "business_card"},
    "api-prove-work-email": lambda w, o: {"code": "123456"},
    "api-remove-proof": lambda w, o: {},
    "api-withdraw-application": lambda w, o: {},
    "api-work-emails": lambda w, o: {"address": "lin@work.example"},
    **badges.BODIES,
    "trust:appeal": lambda w, o: {"text": "This is not right at all."},
    "trust:id-pictures": lambda w, o: {"kind": "passport", "picture": picture_sent()},
    "trust:job": lambda w, o: {"employer": "样例公司", "title": "工程师"},
    "trust:end-job": lambda w, o: {},
    "trust:open-proof": lambda w, o: {},
    "trust:proofs": lambda w, o: {"kind": "business_card", "picture": picture_sent()},
    "trust:remove-proof": lambda w, o: {},
    "trust:send": lambda w, o: {"consent": "on"},
    "trust:withdraw-certify": lambda w, o: {},
    "trust:work-email": lambda w, o: {"address": "lin@work.example"},
    "trust:work-email-code": lambda w, o: {"code": "123456"},
    "trust:verify": lambda w, o: {**_RESIDENT, "consent": "on"},
    "trust:withdraw": lambda w, o: {},
    "accounts:program-new": lambda w, o: {"label": "Calendar", "scope": "read", "days": 7},
    **DESK,
    **platform.BODIES,
    **amending.BODIES,
    **twins.BODIES,
}
