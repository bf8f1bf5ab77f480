"""Thousands of generated calls by four roles: nothing breaks, nothing is answered that isn't described."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test.utils import override_settings
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.models import Member
from accounts.operations import issue_token
from bench import matrix as asked
from bench.figures import SQLITE, Figure, counted
from bench.trial import Trial
from config.wsgi import application
from tests.factories import connect as platform

CASES = 5_000
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
# Each call of a thousand is a caller's own minute.
WIDE = {"calls-by-token": 10**9, "calls-by-site-key": 10**9}


@counted("platform.schemathesis", stacks=[SQLITE], limit_seconds=1800)
def count(trial: Trial) -> Figure:
    return attack(trial, cases=trial.size(CASES, times=4))


def attack(trial: Trial, *, cases: int) -> Figure:
    found: Counter[str] = Counter()
    wrong: dict[str, str] = {}
    with (
        asked.product_only(),
        asked.quiet(),
        asked.rolled_back(),
        _one_connection(),
        override_settings(LIMITS=WIDE),
    ):
        world = asked.build_world()
        roles = _roles(world.members, world.a.site)
        operations = list(_operations())
        each = math.ceil(cases / (len(operations) * len(roles)))
        for operation in operations:
            for role, headers in roles.items():
                _ask(operation, headers, each, found, wrong, role)
    numbers = {"cases": found["cases"], "operations": len(operations), "roles": len(roles)}
    numbers |= {"errors": found["5xx"], "undocumented": found["undocumented"], "target": CASES}
    ok = found["cases"] >= CASES and not found["5xx"] and not found["undocumented"]
    return trial.figure(
        ok=ok, numbers=numbers, notes={"wrong": [f"{told} {why}" for told, why in wrong.items()][:200]}
    )


@contextmanager
def _one_connection() -> Iterator[None]:
    """As in Django's own test client: a request leaves the connection open whose work is rolled back."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def _operations() -> Iterator[Any]:
    described = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    schema = schemathesis.openapi.from_dict(described)
    schema.app = application
    found: list[Any] = list(schema.get_all_operations())
    for result in found:
        yield result.ok()


def _roles(members: Mapping[str, Member], site: Any) -> dict[str, dict[str, str]]:
    def token(name: str) -> dict[str, str]:
        member = Member.objects.get(pk=members[name].pk)
        secret = issue_token(actor=member, now=timezone.now(), second_factor=True, is_proven=True).secret
        return {"Authorization": f"Bearer {secret}"}

    return {
        "anonymous": {},
        "member": token("owner"),
        "manager": token("manager"),
        "site": {"Authorization": f"Bearer {platform.key_of(site)}"},
    }


def _ask(
    operation: Any,
    headers: Mapping[str, str],
    each: int,
    found: Counter[str],
    wrong: dict[str, str],
    role: str,
) -> None:
    @settings(
        max_examples=each,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        found["cases"] += 1
        key = {"Idempotency-Key": f"case-{found['cases']:08d}"}
        with asked.rolled_back():
            response = case.call(headers={**key, **headers})
        told = f"{role} {operation.label}: {response.status_code}"
        if response.status_code >= 500 and response.status_code != 503:
            found["5xx"] += 1
            wrong.setdefault(told, "")
        try:
            case.validate_response(response, checks=CHECKS)
        except (FailureGroup, AssertionError) as failures:
            found["undocumented"] += 1
            wrong[told] = str(failures)[:400]

    ask()
