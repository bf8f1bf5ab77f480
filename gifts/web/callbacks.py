"""What tracking services and payers post to us. The signature is the only key; nobody is signed in."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from common.errors import Refused
from gifts import operations, queries
from gifts.money_tasks import least_check
from gifts.paying import bill_input
from gifts.providers.kuaidi100 import BadCallback, read_callback, tracker
from gifts.providers.transfers import ForgedNotice, current_payer
from gifts.tracking import step_of


@method_decorator(csrf_exempt, name="dispatch")
class Kuaidi100Callback(View):
    """Verified before anything is looked up, so that a stranger learns nothing of which parcels there are.

    Repeated, late and reordered news changes nothing; what can't be taken now is sent again by the service.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str, **kwargs: Any) -> HttpResponse:
        service, param = tracker(), request.POST.get("param", "")
        if service is None or not service.is_genuine(param, request.POST.get("sign", ""), ref=public_id):
            return _answer(403, "the signature is wrong")
        try:
            told = read_callback(param)
            shipment_id = queries.shipment_told_of(public_id, carrier=told.company, waybill_no=told.number)
            if shipment_id is None:
                raise BadCallback
            steps = [step_of(step) for step in told.steps]
            operations.record_tracking(shipment_id=shipment_id, steps=steps, now=timezone.now())
        except Refused as refused:
            return _answer(refused.status, refused.code)
        return _answer(200, "ok")


@method_decorator(csrf_exempt, name="dispatch")
class WeChatPayCallback(View):
    """A bill's news. Verified before anything is looked up; anything but a 2xx is sent again by the payer."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        payer = current_payer()
        try:
            if payer is None:
                raise ForgedNotice("off")
            bill = payer.read_notice(request.headers, request.body)
            operations.record_bill(
                bill_no=bill.bill_no, told=bill_input(bill), least=least_check(payer), now=timezone.now()
            )
        except ForgedNotice:
            return JsonResponse({"code": "FAIL", "message": "the signature is wrong"}, status=403)
        except Refused as refused:
            return JsonResponse({"code": "FAIL", "message": refused.code}, status=refused.status)
        return HttpResponse(status=204)


def _answer(status: int, message: str) -> HttpResponse:
    """In the service's own words: anything but 200 is sent again."""
    body = {"result": status == 200, "returnCode": str(status), "message": message}
    return JsonResponse(body, status=status)
