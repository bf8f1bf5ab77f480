"""What every call has beside its body, said once for all: its key, and how much of a limit is left."""

from typing import Any, Final

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_BEARERS: Final[tuple[dict[str, list[str]], ...]] = ({"token": []}, {"site-key": []})
_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 8, "maxLength": 200, "pattern": r"^[\x20-\x7e]*$"},
    OpenApiParameter.HEADER,
    required=True,
    description="Yours for this act, 8 to 200 signs: sent again it gives the first answer and does nothing.",
    examples=[OpenApiExample("a key", value="order-42-accept-0001")],
)
_NUMBER = {"schema": {"type": "integer"}}
_LEFT: Final[dict[str, Any]] = {
    "RateLimit-Limit": {**_NUMBER, "description": "Calls that this bearer may make in a window."},
    "RateLimit-Remaining": {**_NUMBER, "description": "Of them left in this window."},
    "RateLimit-Reset": {**_NUMBER, "description": "Seconds until the next window."},
}
_WAIT: Final[dict[str, Any]] = {
    "Retry-After": {**_NUMBER, "description": "Seconds after which to come again."}
}
_REPLAYED: Final[dict[str, Any]] = {
    "Idempotency-Replayed": {
        "schema": {"type": "string", "enum": ["true"]},
        "description": "There where this is the first answer once more.",
    }
}


class CallSchema(AutoSchema):
    """``idempotent`` of a view decides, as it does when the call comes (``common.api.OperationView``)."""

    def get_override_parameters(self) -> list[Any]:
        own = super().get_override_parameters()
        takes_key = self.method not in _SAFE and getattr(self.view, "idempotent", False)
        return [*own, _KEY] if takes_key else list(own)


def document_headers(result: dict[str, Any], **later: Any) -> dict[str, Any]:
    """A hook of drf-spectacular, after the refusals are there."""
    for methods in result["paths"].values():
        for operation in methods.values():
            if isinstance(operation, dict):
                _of_answers(operation)
    return result


def _of_answers(operation: dict[str, Any]) -> None:
    counted = any(one in _BEARERS for one in operation.get("security", []))
    keyed = any(one["name"] == "Idempotency-Key" for one in operation.get("parameters", []))
    for status, answer in operation["responses"].items():
        is_good = str(status).startswith("2")
        added = {**(_LEFT if counted and (is_good or status == "429") else {})}
        added |= _WAIT if status == "429" else {}
        added |= _REPLAYED if is_good and keyed else {}
        if added:
            answer["headers"] = {**answer.get("headers", {}), **added}
