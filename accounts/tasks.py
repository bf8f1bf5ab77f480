"""Jobs of accounts: sending codes, tidying up."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import operations
from accounts.operations import CodeMessage, NewsMessage
from accounts.providers.email import Letter, send_letter
from accounts.states import CODE_MINUTES, ContactKind
from common.clock import db_now
from common.files.keeping import sanitise_file
from common.images.recipes import Recipe, Variant
from outbox.effects import Capability, Effect, effect
from outbox.jobs import job, periodic

KEEP_CODES = timedelta(days=1)
KEEP_FORMER_CONTACTS = timedelta(days=30)
# Squares for lists and for the page, twice as large as they are drawn; no smaller than the screens' pixels.
PHOTO_RECIPE = Recipe(
    variants=(
        Variant(name="small", width=96, height=96, crop=True),
        Variant(name="large", width=480, height=480, crop=True),
    )
)


def _prepare(payload: dict[str, Any]) -> CodeMessage | None:
    return operations.write_code_message(code_id=payload["code_id"], locale=payload.get("locale", "en"))


class SendCodeByMail(Effect[CodeMessage, str]):
    """Mail servers know no keys and answer no questions: an unknown outcome is never sent again."""

    capability = Capability.NONE

    def prepare(self, payload: dict[str, Any]) -> CodeMessage | None:
        return _prepare(payload)

    def send(self, request: CodeMessage, *, ref: str) -> str:
        with override(request.locale):
            subject = _("Your code: %(code)s") % {"code": request.digits}
            body = _(
                "Your code is %(code)s. It is good for %(minutes)s minutes.\n\n"
                "If you didn't ask for it, you can ignore this message."
            ) % {"code": request.digits, "minutes": CODE_MINUTES}
        send_letter(Letter(to=request.to, subject=subject, text=body))
        return "sent"

    def apply(self, payload: dict[str, Any], answer: str) -> None:
        """The job's own end is all there is to note."""


class SendCodeBySms(Effect[CodeMessage, str]):
    capability = Capability.KEY

    def prepare(self, payload: dict[str, Any]) -> CodeMessage | None:
        return _prepare(payload)

    def send(self, request: CodeMessage, *, ref: str) -> str:
        from accounts.providers import sms

        return sms.send_code(to=request.to, code=request.digits, locale=request.locale, ref=ref)

    def apply(self, payload: dict[str, Any], answer: str) -> None:
        """The job's own end is all there is to note."""


class TellNewsByMail(Effect[NewsMessage, str]):
    capability = Capability.NONE

    def prepare(self, payload: dict[str, Any]) -> NewsMessage | None:
        return operations.write_news_message(**payload, channel=ContactKind.EMAIL)

    def send(self, request: NewsMessage, *, ref: str) -> str:
        with override(request.locale):
            subject = _("Your account was changed")
            body = _(
                "%(news)s\n\nIf this was you, there is nothing to do. If not, sign in, sign out all "
                "other devices and write to the community's team."
            ) % {"news": request.sentence}
        send_letter(Letter(to=request.to, subject=subject, text=body))
        return "sent"

    def apply(self, payload: dict[str, Any], answer: str) -> None:
        """The job's own end is all there is to note."""


class TellNewsBySms(Effect[NewsMessage, str]):
    capability = Capability.KEY

    def prepare(self, payload: dict[str, Any]) -> NewsMessage | None:
        return operations.write_news_message(**payload, channel=ContactKind.PHONE)

    def send(self, request: NewsMessage, *, ref: str) -> str:
        from accounts.providers import sms

        return sms.send_news(to=request.to, news=request.news, locale=request.locale, ref=ref)

    def apply(self, payload: dict[str, Any], answer: str) -> None:
        """The job's own end is all there is to note."""


tell_news_by_mail = effect("accounts.tell-news-by-mail", queue="messages", max_errors=5)(TellNewsByMail)
tell_news_by_sms = effect("accounts.tell-news-by-sms", queue="messages", max_errors=5)(TellNewsBySms)
send_code_by_mail = effect("accounts.send-code-by-mail", queue="messages", max_errors=5)(SendCodeByMail)
send_code_by_sms = effect("accounts.send-code-by-sms", queue="messages", max_errors=5)(SendCodeBySms)


@periodic("accounts.purge-contact-codes", every_seconds=600)
def purge_contact_codes(**later: object) -> None:
    operations.purge_contact_codes(before=db_now() - KEEP_CODES)


@job("accounts.index-person")
def index_person(*, member_id: int, **later: object) -> None:
    operations.index_person(member_id=member_id)


@periodic("accounts.purge-former-contacts", every_seconds=3600)
def purge_former_contacts(**later: object) -> None:
    operations.purge_former_contacts(before=db_now() - KEEP_FORMER_CONTACTS)


@job("accounts.make-photo", queue="pictures", transactional=False, lease_seconds=60)
def make_photo(*, file_id: int, **later: object) -> None:
    """The only place where a photo is decoded, and there in a limited child process."""
    sanitise_file(
        file_id, recipe=PHOTO_RECIPE, then=lambda file: operations.note_photo_made(file, now=timezone.now())
    )
