"""Sending one message: an effect per channel, behind the claim on the delivery."""

from dataclasses import dataclass
from typing import Any

from accounts.letters import letter
from accounts.notification_states import DeliveryState, Why
from accounts.operations import notifications
from accounts.operations.notifications.sending import Outgoing
from accounts.operations.notifications.texts import TEST_LETTER, ExampleLetter
from accounts.providers.email import send_letter
from accounts.providers.messages import send_news_by_sms
from accounts.providers.push import DeviceGone, Subscription, current_push
from accounts.wechat_messages import PermissionGone, WeChatWords, current_wechat
from common.clock import db_now
from common.http.errors import Declined, NotDone
from outbox.effects import Capability, Effect, effect
from outbox.jobs import periodic

PUSH_TTL_SECONDS = 3 * 3600


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """``ref`` "" when another job had the delivery: then there is nothing to write down."""

    ref: str = ""
    state: str = DeliveryState.SENT
    reason: str = ""


class Deliver(Effect[Outgoing, Outcome]):
    capability = Capability.NONE

    def prepare(self, payload: dict[str, Any]) -> Outgoing | None:
        return notifications.prepare_delivery(public_id=payload["delivery"], now=db_now())

    def send(self, request: Outgoing, *, ref: str) -> Outcome:
        if not self.begin(request, ref):
            return Outcome()
        try:
            self.call(request)
        except DeviceGone:
            notifications.forget_gone_device(public_id=request.target)
            return Outcome(ref=ref, state=DeliveryState.FAILED, reason=Why.DEVICE_GONE)
        except PermissionGone:
            return Outcome(ref=ref, state=DeliveryState.FAILED, reason=Why.NO_PERMISSION)
        except Declined:
            return Outcome(ref=ref, state=DeliveryState.FAILED, reason=Why.REFUSED)
        except NotDone:
            notifications.release_delivery(public_id=request.delivery, ref=ref)
            raise
        return Outcome(ref=ref)

    def begin(self, request: Outgoing, ref: str) -> bool:
        return notifications.begin_delivery(public_id=request.delivery, ref=ref)

    def call(self, request: Outgoing) -> None:
        """The one call to the outside. Raises: NotDone, OutcomeUnknown."""
        raise NotImplementedError

    def apply(self, payload: dict[str, Any], answer: Outcome) -> None:
        if answer.ref:
            notifications.end_delivery(
                public_id=payload["delivery"],
                ref=answer.ref,
                state=answer.state,
                reason=answer.reason,
                now=db_now(),
            )


class DeliverByMail(Deliver):
    def call(self, request: Outgoing) -> None:
        send_letter(letter(request.composed, to=request.address, ref=request.delivery))


class DeliverByPush(Deliver):
    def call(self, request: Outgoing) -> None:
        """The lock screen says what kind of news it is; names are read after unlocking."""
        composed = request.composed
        payload = {
            "title": composed.subject,
            "url": composed.entries[0].url,
            "tag": composed.tag,
            "lang": composed.locale,
        }
        current_push().send(Subscription.from_json(request.address), payload, ttl_seconds=PUSH_TTL_SECONDS)


class DeliverBySms(Deliver):
    capability = Capability.KEY

    def call(self, request: Outgoing) -> None:
        composed = request.composed
        send_news_by_sms(
            to=request.address,
            subject=composed.subject,
            url=composed.entries[0].url,
            locale=composed.locale,
            ref=request.delivery,
        )


class DeliverByWeChat(Deliver):
    """Each message uses up one permission of its reader; WeChat knows no reference of ours."""

    def begin(self, request: Outgoing, ref: str) -> bool:
        return notifications.begin_permitted(
            public_id=request.delivery, ref=ref, address=request.address, now=db_now()
        )

    def call(self, request: Outgoing) -> None:
        """WeChat is told what a locked screen says: the kind of news, and no name."""
        composed, [entry, *_more] = request.composed, request.composed.entries
        words = WeChatWords(
            subject=composed.subject, action=entry.action, at=composed.at or db_now(), url=entry.url
        )
        current_wechat().send(to=request.address, words=words, now=db_now())

    def apply(self, payload: dict[str, Any], answer: Outcome) -> None:
        if answer.ref:
            notifications.end_permitted(
                public_id=payload["delivery"],
                ref=answer.ref,
                state=answer.state,
                reason=answer.reason,
                now=db_now(),
            )


deliver_by_mail = effect("accounts.deliver-by-mail", queue="messages", max_errors=5)(DeliverByMail)
deliver_by_push = effect("accounts.deliver-by-push", queue="messages", max_errors=5)(DeliverByPush)
deliver_by_sms = effect("accounts.deliver-by-sms", queue="messages", max_errors=5)(DeliverBySms)
deliver_by_wechat = effect("accounts.deliver-by-wechat", queue="messages", max_errors=5)(DeliverByWeChat)


class SendTestLetter(Effect[ExampleLetter, str]):
    capability = Capability.NONE

    def prepare(self, payload: dict[str, Any]) -> ExampleLetter | None:
        return notifications.write_test_letter(member_id=payload["member_id"], kind_key=payload["kind"])

    def send(self, request: ExampleLetter, *, ref: str) -> str:
        send_letter(letter(request.composed, to=request.address, ref=ref))
        return "sent"

    def apply(self, payload: dict[str, Any], answer: str) -> None:
        """The job's own end is all there is to note."""


send_test_letter = effect(TEST_LETTER, queue="messages", max_errors=3)(SendTestLetter)


@periodic("accounts.close-left-deliveries", every_seconds=600)
def close_left_deliveries(**later: object) -> None:
    notifications.close_left_deliveries(now=db_now())


@periodic("accounts.purge-notifications", every_seconds=3600)
def purge_notifications(**later: object) -> None:
    notifications.purge_notifications(now=db_now())
