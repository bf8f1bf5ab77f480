"""Having pictures drawn: asked for in a transaction, drawn by a job, swept when nobody needs them."""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction

from common.access import SYSTEM, Actor, allow
from common.errors import NotFound
from common.posters import CARD, POSTER, Contents, draw
from common.posters.fonts import font_name
from common.registries import PosterKind, poster_kinds
from outbox.jobs import Work, add
from portal import pictures
from portal.models import Picture

SHAPES = (POSTER, CARD)
DRAW = "portal.draw-picture"
# How long a picture that is over may lie about, and how many are looked at in one go.
LOOK_AGAIN = timedelta(days=7)
BATCH = 200


def kind_of(subject: str) -> tuple[PosterKind, str]:
    """``invitation-K7MPQ2XW`` as its kind and reference. Raises: NotFound."""
    key, _, ref = subject.partition("-")
    found = next((kind for kind in poster_kinds if kind.key == key), None)
    if found is None or not ref:
        raise NotFound
    return found, ref


@transaction.atomic
def ask_for_pictures(*, actor: Actor, subject: str, now: datetime) -> None:
    """Have the pictures of one subject drawn in all languages, where they are not there or not true any more.

    Asking again while nothing has changed changes nothing.

    Raises: NeedsSignIn, NotFound (also for somebody else's).
    """
    kind, ref = kind_of(subject)
    allow(actor, "portal.draw-picture", kind.owner(ref) if actor is not SYSTEM else None)
    works = []
    for language, _name in settings.LANGUAGES:
        contents = kind.build(ref, language)
        if contents is None:
            Picture.objects.filter(kind=kind.key, ref=ref).delete()
            return
        works += [_wish(kind, ref, contents, shape, now=now) for shape in SHAPES]
    add([work for work in works if work is not None])


def _wish(kind: PosterKind, ref: str, contents: Contents, shape: str, *, now: datetime) -> Work | None:
    digest = contents.digest(shape, font=font_name())
    mine = Picture.objects.filter(kind=kind.key, ref=ref, language=contents.language, shape=shape)
    row = mine.first()
    if row and row.drawn_at and row.digest == digest and pictures.is_kept(digest):
        return None
    wanted = Picture(
        kind=kind.key,
        ref=ref,
        language=contents.language,
        shape=shape,
        about=kind.about(ref),
        owner_id=kind.owner(ref),
        digest=digest,
        asked_at=now,
    )
    Picture.objects.bulk_create(
        [wanted],
        update_conflicts=True,
        unique_fields=["kind", "ref", "language", "shape"],
        update_fields=["digest", "asked_at", "drawn_at", "about", "owner"],
    )
    return Work(
        kind=DRAW,
        payload={"of": f"{kind.key}-{ref}", "language": contents.language, "shape": shape},
        subject=f"{kind.key}-{ref}",
    )


def draw_picture(*, subject: str, language: str, shape: str, now: datetime) -> None:
    """Draw what is wanted now, outside any transaction, and note it if it is still wanted then.

    Repeating it draws nothing that is there.
    """
    kind, ref = kind_of(subject)
    contents = kind.build(ref, language)
    if contents is None:
        return
    digest = contents.digest(shape, font=font_name())
    if not pictures.is_kept(digest):
        pictures.keep(digest, draw(contents, shape))
    mine = Picture.objects.filter(kind=kind.key, ref=ref, language=language, shape=shape)
    mine.update(digest=digest, drawn_at=now)


def renew_pictures(*, about: str, now: datetime) -> None:
    """Ask again for all pictures whose texts come from ``about``: a campaign that was changed, a name."""
    refs = Picture.objects.filter(about=about).values_list("kind", "ref").distinct()
    for key, ref in list(refs[:10_000]):
        ask_for_pictures(actor=SYSTEM, subject=f"{key}-{ref}", now=now)


@transaction.atomic
def forget_pictures(*, member_id: int) -> None:
    """Part of an erasure: drop the rows of all that the member passed on and, after the commit, the files."""
    mine = Picture.objects.filter(owner_id=member_id)
    digests = list(mine.values_list("digest", flat=True))
    mine.delete()
    for digest in digests:
        transaction.on_commit(partial(pictures.drop, digest))


def renew_own_pictures(*, member_id: int, now: datetime) -> None:
    """Ask again for the pictures that the member passes on: their name may stand there."""
    for key, ref in list(Picture.objects.filter(owner_id=member_id).values_list("kind", "ref").distinct()):
        ask_for_pictures(actor=SYSTEM, subject=f"{key}-{ref}", now=now)


def sweep_pictures(*, now: datetime) -> int:
    """Drop files that no row names and rows whose subject is over; returns how many files."""
    stale = Picture.objects.filter(asked_at__lt=now - LOOK_AGAIN).order_by("asked_at")
    for key, ref in list(stale.values_list("kind", "ref").distinct()[:BATCH]):
        ask_for_pictures(actor=SYSTEM, subject=f"{key}-{ref}", now=now)
        Picture.objects.filter(kind=key, ref=ref).update(asked_at=now)
    dropped = 0
    for digest in list(pictures.old_ones(now)):
        if not Picture.objects.filter(digest=digest).exists():
            pictures.drop(digest)
            dropped += 1
    return dropped
