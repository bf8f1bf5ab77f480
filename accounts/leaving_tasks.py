"""Jobs of archives, erasures and retention, and the news that starts one."""

from accounts.leaving_facts import ExportRequested
from accounts.operations import leaving
from common.clock import db_now
from outbox.facts import on
from outbox.jobs import Work, enqueue, job, periodic


@job("accounts.build-export", lease_seconds=600, transactional=False)
def build_export(*, export_id: int, **later: object) -> None:
    leaving.build_export(export_id=export_id, now=db_now())


@job("accounts.run-erasure", lease_seconds=300, transactional=False)
def run_erasure(*, erasure_id: int, **later: object) -> None:
    leaving.run_erasure(erasure_id=erasure_id, now=db_now())


@periodic("accounts.go-on-with-erasures", every_seconds=60)
def go_on_with_erasures(**later: object) -> None:
    """One job per erasure and minute at most."""
    minute = int(db_now().timestamp()) // 60
    for erasure_id in leaving.due_erasures():
        key = f"accounts.run-erasure:{erasure_id}@{minute}"
        enqueue(run_erasure.work(erasure_id=erasure_id, dedupe=key))


@periodic("accounts.watch-deadlines", every_seconds=3600)
def watch_deadlines(**later: object) -> None:
    leaving.drop_unconfirmed(now=db_now())
    leaving.warn_of_deadlines(now=db_now())


@periodic("accounts.sweep-retention", every_seconds=3600, lease_seconds=600, transactional=False)
def sweep_retention(**later: object) -> None:
    leaving.sweep_retention(now=db_now())


@on(ExportRequested)
def start_building(fact: ExportRequested) -> Work:
    return build_export.work(export_id=fact.export_id)
