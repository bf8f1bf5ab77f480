"""What WeChat posts to us about the community's account. The signature is the only key; nobody signs in."""

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from campaigns.channel_packs import tag_of_partners
from campaigns.operations.account_calls import apply_call
from campaigns.providers.wechat_callback import ForgedCall, callback_of
from campaigns.queries.ambassadors import is_paid_link


@method_decorator(csrf_exempt, name="dispatch")
class WeChatAccountCallback(View):
    """Verified before anything is looked up. A repeated call gets the first answer and changes nothing."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        callback = callback_of()
        try:
            if callback is None:
                raise ForgedCall("off")
            return _text(callback.echo(request.GET.dict(), now=timezone.now()))
        except ForgedCall:
            return _text("the signature is wrong", status=403)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        callback = callback_of()
        try:
            if callback is None:
                raise ForgedCall("off")
            called = callback.read(request.GET.dict(), request.body, now=timezone.now())
        except ForgedCall:
            return _text("the signature is wrong", status=403)
        code = apply_call(called, now=timezone.now())
        if code is None:
            return _text("success")
        reply = callback.reply(called, _words(code), nonce=secrets.token_hex(8), now=timezone.now())
        return HttpResponse(reply, content_type="text/xml; charset=utf-8")


def _words(code: str) -> str:
    """Neutral: what a friend is invited to is said on our own page."""
    with override("zh-hans"):
        words = _("A friend invites you: %(address)s") % {
            "address": f"{settings.SITE_URL}{reverse('campaigns:landing', args=[code])}"
        }
    return f"{tag_of_partners('zh-hans')} {words}" if is_paid_link(code) else words


def _text(words: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
