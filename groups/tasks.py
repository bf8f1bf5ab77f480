"""Jobs of groups: ids in, one operation out."""

from datetime import datetime

from common.clock import db_now
from common.files.keeping import sanitise_file
from common.images.recipes import Recipe, Variant
from groups import operations
from outbox.jobs import add, job, periodic

# A square for the album's grid, twice as large as it is drawn; and the picture itself.
ALBUM_RECIPE = Recipe(
    variants=(
        Variant(name="small", width=360, height=360, crop=True),
        Variant(name="large", width=1600, height=1600),
    )
)


@job("groups.make-album-photo", queue="pictures", transactional=False, lease_seconds=60)
def make_album_photo(*, file_id: int, **later: object) -> None:
    """The only place where it is decoded, and there in a limited child process."""
    sanitise_file(
        file_id,
        recipe=ALBUM_RECIPE,
        then=lambda file: operations.note_album_photo_made(file, now=db_now()),
    )


@job("groups.make-post-photo", queue="pictures", transactional=False, lease_seconds=60)
def make_post_photo(*, file_id: int, **later: object) -> None:
    sanitise_file(file_id, recipe=ALBUM_RECIPE, then=operations.note_post_photo_made)


@job("groups.part-photos", transactional=False)
def part_photos(*, blocker_id: int, blocked_id: int, **later: object) -> None:
    operations.part_photos(blocker_id=blocker_id, blocked_id=blocked_id, now=db_now())


@periodic("groups.lapse-pending", every_seconds=600)
def lapse_pending(**later: object) -> None:
    operations.lapse_pending(now=db_now())


@periodic("groups.end-offers", every_seconds=30, transactional=False)
def end_offers(**later: object) -> None:
    operations.end_offers(now=db_now())


@periodic("groups.follow-event-clock", every_seconds=60, transactional=False)
def follow_event_clock(**later: object) -> None:
    operations.follow_clock(now=db_now())


@periodic("groups.continue-series", every_seconds=600, transactional=False)
def continue_series(**later: object) -> None:
    operations.continue_series(now=db_now())


@periodic("groups.remind-of-events", every_seconds=300, transactional=False)
def remind_of_events(**later: object) -> None:
    operations.remind(now=db_now())


@periodic("groups.count-doors", every_seconds=600, transactional=False)
def count_doors(**later: object) -> None:
    operations.count_doors(now=db_now())


@job("groups.tell-of-event")
def tell_of_event(*, event_id: int, sequence: int, what: str, since: str, **later: object) -> None:
    happened_at = datetime.fromisoformat(since)
    operations.tell_of_change(
        event_id=event_id, sequence=sequence, what=what, happened_at=happened_at, now=db_now()
    )


@job("groups.give-back-places")
def give_back_places(*, member_id: int, group_id: int, **later: object) -> None:
    operations.give_back_places(member_id=member_id, group_id=group_id, now=db_now())


@job("groups.part-teams")
def part_teams(*, blocker_id: int, blocked_id: int, **later: object) -> None:
    operations.part_blocked(blocker_id=blocker_id, blocked_id=blocked_id, now=db_now())


@job("groups.set-up-rituals")
def set_up_rituals(*, group_id: int, **later: object) -> None:
    operations.set_up_ready_rituals(group_id=group_id, now=db_now())


@periodic("groups.open-prompts", every_seconds=60, transactional=False)
def open_prompts(**later: object) -> None:
    operations.open_prompts(now=db_now())


@job("groups.tell-of-prompt")
def tell_of_prompt(*, prompt_id: int, after: int = 0, **later: object) -> None:
    """A batch, and a job for the next one: a large group is told in many small transactions."""
    last = operations.tell_of_prompt(prompt_id=prompt_id, after=after, now=db_now())
    if last is not None:
        add([tell_of_prompt.work(prompt_id=prompt_id, after=last, dedupe=f"prompt:{prompt_id}:{last}")])


@periodic("groups.keep-stars", every_seconds=300, transactional=False)
def keep_stars(**later: object) -> None:
    operations.keep_stars(now=db_now())


@periodic("groups.end-decisions", every_seconds=300, transactional=False)
def end_decisions(**later: object) -> None:
    operations.end_due_actions(now=db_now())


@periodic("groups.lapse-introductions", every_seconds=3600)
def lapse_introductions(**later: object) -> None:
    operations.lapse_introductions(now=db_now())


@periodic("groups.radar", every_seconds=900, transactional=False)
def sweep_radar(**later: object) -> None:
    operations.sweep_radar(now=db_now())


@periodic("groups.engagement", every_seconds=6 * 3600, transactional=False)
def keep_engagement(**later: object) -> None:
    operations.keep_engagement(now=db_now())


@periodic("groups.follow-complaints", every_seconds=300, transactional=False)
def follow_complaints(**later: object) -> None:
    operations.follow_complaints(now=db_now())


@periodic("groups.notice-silences", every_seconds=24 * 3600, transactional=False)
def notice_silences(**later: object) -> None:
    operations.notice_silences(now=db_now())


@periodic("groups.follow-claims", every_seconds=600, transactional=False)
def follow_claims(**later: object) -> None:
    operations.follow_claims(now=db_now())


@job("groups.tell-of-stewardship")
def tell_of_stewardship(
    *, group_id: int, kind: str, about: str, since: str, after: int = 0, **later: object
) -> None:
    """A batch, and a job for the next one."""
    last = operations.tell_of_stewardship(
        group_id=group_id,
        kind=kind,
        about=about,
        after=after,
        since=datetime.fromisoformat(since),
        now=db_now(),
    )
    if last is not None:
        following = tell_of_stewardship.work(
            group_id=group_id,
            kind=kind,
            about=about,
            since=since,
            after=last,
            dedupe=f"{about}:{kind}:{last}",
        )
        add([following])


@job("groups.part-drafts")
def part_drafts(*, blocker_id: int, blocked_id: int, **later: object) -> None:
    operations.part_drafts(blocker_id=blocker_id, blocked_id=blocked_id)


@job("groups.end-drafts-in")
def end_drafts_in(*, group_id: int, member_id: int, **later: object) -> None:
    operations.end_drafts_in(group_id=group_id, member_id=member_id)


@periodic("groups.lapse-drafts", every_seconds=3600)
def lapse_drafts(**later: object) -> None:
    operations.lapse_drafts(now=db_now())
