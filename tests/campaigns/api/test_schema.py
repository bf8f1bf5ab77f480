"""The API's description is complete: it validates, nothing had to be guessed, and every body is shown."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from common.api import OperationView

JSON = "application/json"
Operation = tuple[str, str, Mapping[str, Any]]


@pytest.fixture(scope="module")
def described() -> Mapping[str, Any]:
    schema: Mapping[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return schema


def operations(described: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def bodies(operation: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What is sent, and what is answered where all is well, as JSON."""
    good = [one for status, one in operation["responses"].items() if status.startswith("2")]
    for one in (operation.get("requestBody", {}), *good):
        if JSON in one.get("content", {}):
            yield one["content"][JSON]


@pytest.mark.django_db
def test_the_schema_validates_without_a_warning(tmp_path: Path) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))
    assert (tmp_path / "schema.yml").stat().st_size > 10_000


def test_every_body_has_an_example_that_fits_its_schema(described: Mapping[str, Any]) -> None:
    wrong, seen = [], 0
    for path, method, operation in operations(described):
        for content in bodies(operation):
            for example in content.get("examples", {"": {}}).values():
                seen += 1
                schema = {**content["schema"], "components": described["components"]}
                found = [
                    error.message for error in Draft202012Validator(schema).iter_errors(example.get("value"))
                ]
                wrong += [(method, path, found[:1])] if found or "value" not in example else []
    assert (wrong, seen > 450) == ([], True)


def test_what_the_examples_send_is_what_the_calls_take(described: Mapping[str, Any]) -> None:
    wrong, seen = [], 0
    for path, method, view in calls():
        operation = described["paths"].get(path, {}).get(method.lower(), {})
        shape = getattr(view, "input_serializer", None)
        content = operation.get("requestBody", {}).get("content", {}).get(JSON)
        if shape is None or content is None:
            continue
        for example in content["examples"].values():
            seen += 1
            taken = shape(data=example["value"])
            wrong += [] if taken.is_valid() else [(method, path, taken.errors)]
    assert (wrong, seen > 140) == ([], True)


def test_a_call_that_takes_a_key_says_so_and_no_other_does(described: Mapping[str, Any]) -> None:
    taking = {
        (path, method)
        for path, method, operation in operations(described)
        if any(
            one["name"] == "Idempotency-Key" and one["required"] for one in operation.get("parameters", [])
        )
    }
    wanted = {
        (path, method.lower())
        for path, method, view in calls()
        if method != "GET" and issubclass(view, OperationView) and view.idempotent
    }
    assert len(wanted) > 200 and taking == wanted & {(p, m) for p, m, _o in operations(described)}


def test_who_has_to_wait_is_told_how_long_and_bearers_how_much_is_left(described: Mapping[str, Any]) -> None:
    left = {"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"}
    for path, method, operation in operations(described):
        told = {status: set(one.get("headers", {})) for status, one in operation["responses"].items()}
        assert "Retry-After" in told["429"], (path, method)
        for status in ("429", *(one for one in told if one.startswith("2"))):
            assert left <= told[status], (path, method, status)


def calls() -> Iterator[tuple[str, str, Any]]:
    """(path, method, class) of every call."""
    generator = SchemaGenerator()
    generator._initialise_endpoints()
    endpoints: Any = generator.endpoints
    for path, _regex, method, callback in endpoints:
        yield path, method, callback.cls
