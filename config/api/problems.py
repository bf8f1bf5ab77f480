"""Every call may be refused: the description says with which statuses, and in which shape."""

from typing import Any

_EVERYWHERE = {"400": "Malformed", "404": "Nothing here", "405": "Not that way", "406": "No such format"}
_UNSAFE = {
    "409": "Not in its present state",
    "415": "No such media type",
    "422": "What was sent does not fit",
}
_GUARDED = {
    "401": "Sign in first",
    "403": "Not allowed",
    "429": "Too many calls; Retry-After says when",
    "503": "Not just now",
}
_UNSAFE_METHODS = frozenset({"post", "put", "patch", "delete"})
_PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `code` is stable (docs/problem-codes.md); `detail` is for people.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "field": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
    "required": ["type", "title", "status", "code", "detail"],
}


def document_problems(result: dict[str, Any], **later: Any) -> dict[str, Any]:
    """A hook of drf-spectacular, after everything else."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = _PROBLEM
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for methods in result["paths"].values():
        for method, operation in methods.items():
            if not isinstance(operation, dict):
                continue
            refusals = {**_EVERYWHERE, **_GUARDED, **(_UNSAFE if method in _UNSAFE_METHODS else {})}
            for status, words in refusals.items():
                told = operation["responses"].setdefault(status, {"description": words})
                # Where an answer of its own comes under that status, a refusal still may.
                told["content"] = {**told.get("content", {}), **content}
    return result
