"""Health for load balancers and operators."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from common.access import allow
from common.errors import Refused
from common.registries import metrics
from outbox.health import why_not_ready


@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers. Depends on nothing."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Database, migrations and disk; 503 with the reasons otherwise."""
    try:
        reasons = why_not_ready()
    except DatabaseError:
        reasons = ["the database does not answer"]
    return JsonResponse({"ready": not reasons, "reasons": reasons}, status=503 if reasons else 200)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Every registered number, for staff."""
    try:
        allow(request.user, "outbox.see-health")
    except Refused as refused:
        return JsonResponse({"code": refused.code, "detail": refused.text}, status=refused.status)
    return JsonResponse({metric.key: metric.read() for metric in metrics})
