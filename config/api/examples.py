"""An example of every body that is sent or answered, so that nobody has to guess what a field looks like.

Written from the description itself with values that the fields' names suggest; one that was written by hand
stays. ``tests/campaigns/api/test_schema.py`` holds each against its schema, and what is sent against the
call's own serializer.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from config.api.sample_values import ENDINGS, FORMATS, ID, NAMES

Schema = Mapping[str, Any]
_JSON: Final = "application/json"
_DEEPEST: Final = 12
# What has keys of the caller's own mostly has texts under languages.
_KEYS: Final = ("en",)
_SEVERAL: Final = ("oneOf", "anyOf", "allOf")


def document_examples(result: dict[str, Any], **later: Any) -> dict[str, Any]:
    """A hook of drf-spectacular, before ``fields`` adds answers that are picked."""
    writer = Examples(result.get("components", {}).get("schemas", {}))
    for methods in result["paths"].values():
        for operation in methods.values():
            if isinstance(operation, dict):
                for name, content in _bodies(operation):
                    if "examples" not in content and "example" not in content:
                        content["examples"] = {name: {"value": writer.of(content["schema"])}}
    return result


def _bodies(operation: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """(name of the example, what holds it)."""
    told = [answer for status, answer in operation["responses"].items() if str(status).startswith("2")]
    found = [("sent", operation.get("requestBody", {})), *(("answered", answer) for answer in told)]
    return [(name, one["content"][_JSON]) for name, one in found if _JSON in one.get("content", {})]


class Examples:
    def __init__(self, components: Mapping[str, Schema]) -> None:
        self._components = components

    def of(self, schema: Schema, name: str = "", depth: int = 0) -> Any:
        """What ``schema`` allows; ``name`` is that of the field."""
        if "$ref" in schema:
            return self.of(self._components[str(schema["$ref"]).rpartition("/")[2]], name, depth)
        if "example" in schema:
            return schema["example"]
        for word in _SEVERAL:
            if word in schema:
                return self.of(_first_real(schema[word]), name, depth)
        if "enum" in schema:
            return next((one for one in schema["enum"] if one not in (None, "")), schema["enum"][0])
        kind = _kind(schema)
        if kind == "object" or "properties" in schema:
            return self._object(schema, name, depth)
        if kind == "array":
            item = self.of(schema.get("items", {}), _one_of(name), depth + 1)
            return [item] * max(1, int(schema.get("minItems", 1))) if depth < _DEEPEST else []
        if kind in ("integer", "number"):
            return _number(schema)
        return True if kind == "boolean" else _text(schema, name) if kind == "string" else {}

    def _object(self, schema: Schema, name: str, depth: int) -> dict[str, Any]:
        if depth >= _DEEPEST:
            return {}
        made = {
            field: self.of(inner, field, depth + 1) for field, inner in schema.get("properties", {}).items()
        }
        more = schema.get("additionalProperties")
        if not made and isinstance(more, Mapping) and more:
            return {language: self.of(more, name, depth + 1) for language in _KEYS}
        return made


def _first_real(several: list[Schema]) -> Schema:
    return next((one for one in several if one.get("type") != "null" and one.get("enum") != [""]), several[0])


def _kind(schema: Schema) -> str:
    kind = schema.get("type", "")
    return next((one for one in kind if one != "null"), "null") if isinstance(kind, list) else str(kind)


def _one_of(name: str) -> str:
    return name[:-1] if name.endswith("s") else name


def _number(schema: Schema) -> float | int:
    low: float | int = schema.get("minimum", 1)
    high: float | int | None = schema.get("maximum")
    chosen: float | int = max(1, low)
    return chosen if high is None or chosen <= high else high


def _text(schema: Schema, name: str) -> str:
    if schema.get("format") in FORMATS:
        named = NAMES.get(name, "") if schema["format"] == "date-time" else ""
        return named or FORMATS[schema["format"]]
    fitting = [NAMES.get(name, ""), *(value for ending, value in ENDINGS if name.endswith(ending)), ID, "1"]
    for value in fitting:
        if value and _fits(schema, value):
            return value
    return ""


def _fits(schema: Schema, value: str) -> bool:
    longest = schema.get("maxLength")
    if longest is not None and len(value) > longest:
        return False
    return (
        len(value) >= schema.get("minLength", 0) and re.search(schema.get("pattern", ""), value) is not None
    )
