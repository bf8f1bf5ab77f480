"""Every notification job ten times, workers killed in between, a dispatcher that was down for three hours:
what a mail server got, counted there and not in our database.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.models import Delivery, Member
from accounts.notification_states import DeliveryState
from accounts.notifications import NOTIFY, News
from accounts.operations.notifications import notify
from accounts.queries import contact_index, contact_place
from accounts.rules import parse_contact
from bench import worlds
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.fulfilment import Crew
from bench.trial import NO_ENV, Env, Trial
from common.clock import db_now
from config.stack.ports import free_port, listens
from config.stack.supervisor import Child
from outbox.models import Job
from outbox.models.job import OPEN
from simulators.smtp import Letters

TIMES = 10
MEMBERS = 30
KILLS = 8
DOWN = timedelta(hours=3)
LEASE_SECONDS = "3"
SEED = 20251125
SETTLE_SECONDS = 90.0
MAIL = "accounts.deliver-by-mail"
# So that kills find letters on their way.
SLOW_SECONDS = "0.05"
# What nobody saw the end of is never sent again, and says so.
UNSEEN = (DeliveryState.SENDING, DeliveryState.UNKNOWN)


@counted("accounts.notify-once", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=300)
def count(trial: Trial) -> Figure:
    return count_letters(trial, members=trial.size(MEMBERS), kills=trial.size(KILLS))


def count_letters(trial: Trial, *, members: int, kills: int, env: Env = NO_ENV) -> Figure:
    work = Dispatch(trial, env)
    work.start_scheduler()
    told = work.tell(members)
    work.repeat(NOTIFY)
    work.run(["default"], kills=kills // 2, kind=NOTIFY)
    work.repeat(MAIL)
    work.run(["messages"], kills=kills, kind=MAIL)
    first = work.outcome(told)

    work.stop()
    short, long = work.plan_two_shelf_lives(members)
    work.repeat(MAIL)
    work.start_scheduler()
    work.run(["messages"], kills=0, kind=MAIL)
    letters = work.received()
    stale = sum(letters[address] for address in short)
    second = work.outcome(long)
    doubled, lost = first["doubled"] + second["doubled"], first["lost"] + second["lost"]
    return trial.figure(
        ok=not (doubled or stale or lost) and sum(letters.values()) > members,
        numbers={
            "jobs": members * 3,
            "times": TIMES,
            "kills": work.kills,
            "letters": sum(letters.values()),
            "doubled": doubled,
            "stale": stale,
            "lost": lost,
            "unseen": first["unseen"] + second["unseen"],
        },
        notes={"seed": SEED, "lease_seconds": LEASE_SECONDS, "down_hours": 3},
    )


class Dispatch:
    """Members with addresses, a sink for their letters, and workers on some queues."""

    def __init__(self, trial: Trial, env: Env) -> None:
        self.trial = trial
        self.kills = 0
        self._queues: Sequence[str] = ()
        self._scheduler: Child | None = None
        self._people = 0
        path, port = trial.folder / "letters.sqlite3", free_port()
        self.letters = Letters(path)
        self.env = {"LEASE_SECONDS": LEASE_SECONDS, "EMAIL_URL": f"smtp://127.0.0.1:{port}", **env}
        command = [sys.executable, "-m", "simulators.smtp", "--port", str(port), "--state", str(path)]
        trial.start("sink", [*command, "--slow", SLOW_SECONDS])
        trial.supervisor.wait_until(lambda: listens(port), what="The mail sink", seconds=30)

    # --- what is to be told -----------------------------------------------------------------------

    def tell(self, count: int) -> list[str]:
        """A gift offered to each: the facts write the jobs. Returns their addresses."""
        people = self._with_addresses(count)
        worlds.offers([person for person, _ in people], of=worlds.item(stock=count))
        return [address for _, address in people]

    def plan_two_shelf_lives(self, count: int) -> tuple[list[str], list[str]]:
        """As written by a dispatcher that then was down for three hours.

        (addresses of letters that were worth sending for two hours, addresses of those that still are).
        """
        then = db_now() - DOWN
        found = []
        for ends in (then + timedelta(hours=2), None):
            people = self._with_addresses(count)
            shelf = worlds.item(stock=count, brand_ref=f"brand:shelf{self._people}")
            offered = worlds.offers([person for person, _ in people], of=shelf)
            news = [_news(one.gift.pk, one.recipient.pk, ends) for one in offered]
            notify(news, now=then)
            found.append([address for _, address in people])
        Job.objects.filter(kind=NOTIFY, state__in=OPEN).delete()  # the facts' own: told already
        Job.objects.filter(kind=MAIL, state="todo").update(run_at=then)
        return found[0], found[1]

    def _with_addresses(self, count: int) -> list[tuple[Member, str]]:
        first = 13_000_000_000 + self._people
        people = worlds.members(count, prefix=f"told{self._people}", first_phone=first)
        self._people += count
        found = []
        for number, person in enumerate(people):
            contact = parse_contact(f"told{first + number}@example.org")
            assert person.data_key is not None
            person.email_index = contact_index(contact)
            person.email_sealed = person.data_key.encrypt(
                contact.value, aad=contact_place(person.email_index)
            )
            person.save(update_fields=["email_index", "email_sealed"])
            found.append((person, contact.value))
        return found

    def repeat(self, kind: str) -> None:
        """Each waiting job of the kind ten times, as jobs of their own."""
        Job.objects.bulk_create(
            Job(
                kind=job.kind,
                queue=job.queue,
                subject=job.subject,
                payload=job.payload,
                run_at=job.run_at,
                dedupe_key=f"{job.dedupe_key}:{copy}",
            )
            for job in Job.objects.filter(kind=kind, state="todo")
            for copy in range(1, TIMES)
        )

    # --- who sends it -----------------------------------------------------------------------------

    def start_worker(self) -> Child:
        command = [sys.executable, "-m", "celery", "--app", "config.celery", "worker"]
        command += ["--queues", ",".join(self._queues), "--concurrency", "2", "--loglevel", "WARNING"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        return self.trial.start("worker", [*command, *quiet], self.env)

    def start_scheduler(self) -> None:
        self._scheduler = self.trial.start_scheduler(every_seconds=0.5, env=self.env)

    def stop(self) -> None:
        if self._scheduler is not None:
            self.trial.supervisor.stop(self._scheduler)

    def run(self, queues: Sequence[str], *, kills: int, kind: str) -> None:
        """Two workers on the queues until nothing of the kind is open; ``kills`` of them are kill -9."""
        self._queues = queues
        crew = Crew(work=self, size=2, chance=random.Random(SEED))
        crew.keep()
        crew.wait_for_pools()
        end = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < end and self._open(kind):
            time.sleep(crew.chance.uniform(0.05, 0.3))
            crew.keep()
            if crew.kills < kills:
                crew.kill_whole() if crew.chance.random() < 0.2 else crew.kill_a_child()
        self.kills += crew.kills
        crew.stop()

    @staticmethod
    def _open(kind: str) -> bool:
        """Waiting or being done; what nobody saw the end of waits for nobody."""
        return Job.objects.filter(kind=kind, state__in=["todo", "doing", "sending"]).exists()

    # --- what came of it --------------------------------------------------------------------------

    def received(self) -> Counter[str]:
        """Letters by address, as the server accepted them."""
        return Counter(str(letter["To"]) for letter in self.letters.all())

    def outcome(self, addresses: Sequence[str]) -> dict[str, int]:
        """``lost``: no letter although we don't say that nobody saw its end."""
        letters = self.received()
        missing = sum(letters[address] == 0 for address in addresses)
        unseen = Delivery.objects.filter(state__in=UNSEEN).count()
        return {
            "doubled": sum(letters[address] > 1 for address in addresses),
            "lost": max(0, missing - unseen),
            "unseen": unseen,
        }


def _news(gift_id: int, member_id: int, ends: datetime | None) -> News:
    return News(kind="gifts.offered", member_id=member_id, about=f"gift:{gift_id}", expires_at=ends)
