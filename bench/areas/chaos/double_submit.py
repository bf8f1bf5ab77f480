"""Every unsafe route is sent twenty times at once with one key: one effect, one answer."""

import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from bench import http
from bench import matrix as asked
from bench.areas.security import csrf as form
from bench.areas.security.csrf import HOST
from bench.copies import Copy
from bench.figures import POSTGRES_REDIS, Figure, Number, counted
from bench.matrix import Matrix
from bench.prepared import prepared
from bench.reconciling import violations
from bench.trial import NO_ENV, Env, Trial
from bench.worlds import CSRF
from tests.authz.cells import Cell
from tests.authz.requests import ENTERING

PARALLEL = 20
# Who may do it, tried in this order until somebody's single request succeeds.
DOERS = ("owner", "manager", "certifier", "clerk", "superuser")
# Kept beside the effect: sessions, counters of tries, stored answers, and who looked at what.
ASIDE = frozenset(
    {
        "accounts_browsersession",
        "accounts_look",
        "django_session",
        "common_idempotencyrecord",
        "common_limitwindow",
        "outbox_auditseal",
    }
)
# A token is never stored for replays, so each sign-in, and each request for a link that is good for one look,
# answers with one of its own, as each way to a permission page does, which closes the earlier one; and each
# look at somebody's data or at a code is written down, however often it is repeated.
ASIDE_OF: Mapping[str, frozenset[str]] = {
    "api-registrations": frozenset({"accounts_apitoken"}),
    "api-sign-ins": frozenset({"accounts_apitoken"}),
    "api-credit-level": frozenset({"trust_creditattestation", "outbox_auditline"}),
    "api-linkedin": frozenset({"trust_linkedincheck", "outbox_auditline"}),
    "api-packing-labels": frozenset({"outbox_auditline"}),
    "api-read-claim": frozenset({"outbox_auditline"}),
    "api-webhook-secret": frozenset({"outbox_auditline"}),
    "admin:accounts_member_desk": frozenset({"outbox_auditline"}),
    "admin:gifts_parceltopack_changelist#labels": frozenset({"outbox_auditline"}),
    "admin:gifts_parceltopack_pack": frozenset({"outbox_auditline"}),
    "gifts:reveal": frozenset({"gifts_codereveal", "outbox_auditline"}),
    "api-gift-reveal": frozenset({"gifts_codereveal", "outbox_auditline"}),
    "trust:open-proof": frozenset({"trust_accessentry", "trust_viewticket"}),
    "api-open-proof": frozenset({"trust_accessentry", "trust_viewticket"}),
}
# The first of these ends or changes the very session that the others come with, counts each try against its
# limit, answers with a secret or a dated file that is never stored, or takes what can be taken once.
CHANGES_THE_SESSION = frozenset(
    {
        "accounts:app",
        "accounts:contact-code",
        "accounts:export-download",
        "accounts:join-code",
        "accounts:password",
        "accounts:program-new",
        "accounts:prove",
        "accounts:recovery-codes",
        "accounts:reset-code",
        "accounts:session-end",
        "accounts:resend-code",
        "accounts:sign-in-code",
        "accounts:sign-in-password",
        "accounts:sign-out",
        "accounts:sign-in-passkey",
        "admin:login",
        "admin:logout",
        "admin:password_change",
        "admin:connect_endpoint_new_secret",
        "admin:connect_site_new_key",
        "api-app",
        "api-credit-level",
        "api-current-token",
        "api-end-session",
        "api-export-downloads",
        "api-export-links",
        "api-linkedin",
        "api-open-proof",
        "api-packing-labels",
        "api-passkey-options",
        "api-passkey-sign-in-options",
        "api-password",
        "api-proofs",
        "api-registrations",
        "api-sign-ins",
        "api-webhook-secret",
    }
)
# A token that ends itself: whoever comes with it afterwards is a stranger.
BY_TOKEN = frozenset({"api-current-token"})
GENUINE: dict[str, Any] = {
    "headers": {"Origin": f"http://{HOST}"},
    "with_token": True,
    "kind": "",
    "checked": True,
}


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What a burst did: rows made or gone per table, and the answers."""

    effect: Mapping[str, int]
    answers: Counter[tuple[int, str]]
    errors: int

    @property
    def succeeded(self) -> bool:
        return all(status < 400 for status, _ in self.answers)


@counted("chaos.double-submit", stacks=[POSTGRES_REDIS], limit_seconds=1200)
def count(trial: Trial) -> Figure:
    return submit(trial)


def submit(trial: Trial, *, only: str = "", env: Env = NO_ENV) -> Figure:
    """``only``: routes whose name has this in it. ``env`` reaches the web process: the control."""
    with asked.product_only(), asked.quiet():
        matrix = asked.matrix_of(asked.build_world())
        kept = Copy()
        trial.start_web(workers=2, threads=8, env={"DATABASE_POOL": "0", **env})
        before = set(violations())
        routes, doubled, differing, idle, failed = 0, [], [], [], []
        for cells in cells_by_route(matrix, only):
            routes += 1
            cell, alone = first_that_works(matrix, cells)
            if not alone.succeeded:
                idle.append(f"{cell}: {dict(alone.answers)}")
            with prepared(matrix.world, cell.route) as changed:
                together = send(trial, matrix, cell)
            if together.errors:
                failed.append(f"{cell}: {together.errors} of {sorted(together.answers)[:4]}")
            if together.effect != alone.effect:
                doubled.append(f"{cell}: {dict(alone.effect)} alone, {dict(together.effect)} together")
            if not is_one_answer(cell, together):
                differing.append(f"{cell}: {sorted(together.answers)[:4]}")
            if together.effect or changed:
                kept.restore()
        broken = sorted(set(violations()) - before)
        kept.drop()
    numbers: dict[str, Number] = {"routes": routes, "requests": routes * PARALLEL, "doubled": len(doubled)}
    numbers |= {"differing": len(differing), "errors": len(failed), "refused_alone": len(idle)}
    return trial.figure(
        ok=not (doubled or differing or failed or broken) and routes > 0,
        numbers=numbers | {"violations": len(broken)},
        notes={
            "failed": failed,
            "doubled": doubled,
            "differing": differing,
            "refused": idle,
            "violations": broken,
        },
    )


def cells_by_route(matrix: Matrix, only: str) -> Iterator[list[Cell]]:
    """For each unsafe route and method: everybody who may be able to do it, to whatever is there."""
    for route, objects in matrix.objects.items():
        targets = [target for target in objects if target != "missing"]
        doers = ("superuser",) if route.is_admin else DOERS
        for method in route.methods:
            if method not in asked.SAFE and only in route.name:
                yield [
                    Cell(route=route, method=method, target=target, role=role)
                    for target in targets
                    for role in doers
                ]


def first_that_works(matrix: Matrix, cells: list[Cell]) -> tuple[Cell, Sent]:
    """The first cell whose single request succeeds and changes something, else the best that there is.

    Tried in this process and rolled back each time.
    """
    fallback: tuple[Cell, Sent] | None = None
    for cell in cells:
        sent = send_alone(matrix, cell)
        if sent.succeeded and sent.effect:
            return cell, sent
        if fallback is None or (sent.succeeded and not fallback[1].succeeded):
            fallback = (cell, sent)
    assert fallback
    return fallback


def send_alone(matrix: Matrix, cell: Cell) -> Sent:
    with asked.rolled_back(), prepared(matrix.world, cell.route):
        before = rows()
        genuine = GENUINE | {"headers": GENUINE["headers"] | bearer(matrix, cell)}
        status = form.post(matrix, cell, **genuine)
        effect = difference(cell, before, rows())
    return Sent(effect=effect, answers=Counter({(status, ""): 1}), errors=int(status >= 500))


def bearer(matrix: Matrix, cell: Cell) -> dict[str, str]:
    """For what only a program can do."""
    return {"Authorization": f"Bearer {matrix.world.tokens['write']}"} if cell.route.name in BY_TOKEN else {}


def send(trial: Trial, matrix: Matrix, cell: Cell) -> Sent:
    before = rows()
    answers = http.fire(
        trial,
        [request(matrix, cell)] * PARALLEL,
        connections=PARALLEL,
        seconds=60,
        once=True,
        at_once=True,
        keep=True,
    )
    told = Counter(
        (status, same(body) if cell.route.is_api else "") for _, status, _, body in answers.answers
    )
    return Sent(effect=difference(cell, before, rows()), answers=told, errors=answers.server_errors)


def same(body: str) -> str:
    """A JSON body without the order of its keys, which a stored answer need not keep."""
    try:
        return json.dumps(json.loads(body), sort_keys=True)
    except ValueError:
        return body


def difference(cell: Cell, before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    aside = ASIDE_OF.get(cell.route.key, ASIDE_OF.get(cell.route.name, frozenset()))
    return {
        name: after[name] - before[name]
        for name in after
        if after[name] != before[name] and name not in aside
    }


def is_one_answer(cell: Cell, together: Sent) -> bool:
    return cell.route.name in CHANGES_THE_SESSION or len(together.answers) == 1


def request(matrix: Matrix, cell: Cell) -> bytes:
    body: dict[str, Any] = dict(matrix.body(cell))
    entering = cell.route.name in ENTERING
    session = matrix.world.entering if entering else matrix.world.cookies[cell.role]
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: CSRF}
    headers = {"X-CSRFToken": CSRF, "Origin": f"http://{HOST}"} | bearer(matrix, cell)
    path = matrix.address(cell)
    has_files = form.has_files(body)
    if cell.route.is_api and not has_files:
        return http.request(cell.method, path, headers=headers, cookies=cookies, body=body, key=key_of(cell))
    typed = {**form.typed(body), "nonce": key_of(cell), "csrfmiddlewaretoken": CSRF}
    if has_files:
        attached = (encode_multipart(BOUNDARY, typed), MULTIPART_CONTENT)
        key = key_of(cell) if cell.route.is_api else ""
        return http.request(cell.method, path, headers=headers, cookies=cookies, attached=attached, key=key)
    return http.request(cell.method, path, headers=headers, cookies=cookies, form=typed)


def key_of(cell: Cell) -> str:
    """Of this route alone: another's stored answer is none of its."""
    return f"double-{zlib.crc32(cell.route.key.encode()):08x}"


def rows() -> dict[str, int]:
    """Rows of every table but those aside."""
    names = [name for name in connection.introspection.table_names() if name not in ASIDE]
    with connection.cursor() as cursor:
        found = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608
            found[name] = int(cursor.fetchone()[0])
        return found
