"""Every read takes ``fields`` and ``If-None-Match``; the description says so, once for all."""

from typing import Any

from common.api_reads import FIELDS_PATTERN, SPARSE_TYPE

_PARAMETERS = [
    {
        "in": "query",
        "name": "fields",
        "schema": {"type": "string", "pattern": FIELDS_PATTERN},
        "description": "Only these fields, of a page only these of each item. Unknown names are left out.",
        "examples": {"two": {"value": "public_id,state"}},
    },
    {
        "in": "header",
        "name": "If-None-Match",
        "schema": {"type": "string", "pattern": r"^[\x20-\x7e]*$"},
        "description": "The ETag of an answer that you have: 304 while it would be the same.",
    },
]
_ETAG = {"ETag": {"schema": {"type": "string"}, "description": "Stands for this answer. Give it back."}}
_SPARSE = {
    "schema": {
        "type": "object",
        "description": "With ``fields``: the named fields alone; a page keeps ``items`` and ``next``.",
        "additionalProperties": True,
    }
}


def document_reads(result: dict[str, Any], **later: Any) -> dict[str, Any]:
    """A hook of drf-spectacular."""
    for methods in result["paths"].values():
        operation = methods.get("get")
        answer = operation["responses"].get("200") if operation else None
        if not answer or "application/json" not in answer.get("content", {}):
            continue
        operation.setdefault("parameters", []).extend(_PARAMETERS)
        answer["content"][SPARSE_TYPE] = _SPARSE
        answer["headers"] = {**answer.get("headers", {}), **_ETAG}
        operation["responses"]["304"] = {"description": "As you have it", "headers": _ETAG}
    return result
