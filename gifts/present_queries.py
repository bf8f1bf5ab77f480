"""Questions about presents between members and the book of two. Each says what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from common.crypto import KeyShredded
from common.errors import NotFound
from common.models import FileState, StoredFile
from common.pagination import keyset
from common.texts import Texts
from gifts.models import BookEntry, Item, Present, ThankYou, free_units
from gifts.present_rules import ordered
from gifts.states import BookKind, GiftState, ItemState, PresentState

# What the sender reads of a gift that did not stay with its recipient: the same for a no and for silence.
_NOT_TAKEN = (GiftState.DECLINED, GiftState.EXPIRED)


@dataclass(frozen=True, kw_only=True)
class CatalogueItem:
    item_id: int
    public_id: str
    name: Texts
    description: Texts
    kind: str


@dataclass(frozen=True, kw_only=True)
class SentPresent:
    """A present as its sender sees it. ``state``: scheduled, called_off, not_taken, or the gift's own."""

    public_id: str
    recipient_id: int
    recipient_name: str
    item_name: Texts
    state: str
    send_at: datetime
    card: str
    thanks: str
    has_photo: bool
    phrase: str


@dataclass(frozen=True, kw_only=True)
class ReceivedPresent:
    """What the recipient sees on the gift's page. ``sender_name`` is as the sender shows it."""

    sender_id: int
    sender_public_id: str
    sender_name: str
    card: str
    thanks: str
    present_public_id: str
    has_photo: bool


@dataclass(frozen=True, kw_only=True)
class BookLine:
    giver_id: int
    kind: str
    happened_at: datetime


@dataclass(frozen=True, kw_only=True)
class PresentNews:
    """What a message to the sender may tell."""

    public_id: str
    sender_id: int
    recipient_name: str
    item_name: Texts
    is_taken: bool
    is_thanked: bool


def news_of(gift_ids: Iterable[int]) -> dict[int, PresentNews]:
    """{gift id: news of the present that it is}. One statement."""
    rows = Present.objects.filter(gift_id__in=list(gift_ids))
    return {
        row.gift_id: PresentNews(
            public_id=row.public_id,
            sender_id=row.sender_id,
            recipient_name=row.recipient.display_name,
            item_name=row.gift.item.name,
            is_taken=row.gift.accepted_at is not None,
            is_thanked=hasattr(row, "thanks"),
        )
        for row in rows.select_related("gift__item", "recipient", "thanks")
    }


def catalogue() -> list[CatalogueItem]:
    """What members may give and is left, the newest first. One statement."""
    items = (
        Item.objects.filter(for_presents=True, state=ItemState.ACTIVE)
        .annotate(left=Sum(free_units("balances__")))
        .filter(left__gt=0)
        .order_by("-pk")
    )
    return [
        CatalogueItem(
            item_id=item.pk,
            public_id=item.public_id,
            name=item.name,
            description=item.description,
            kind=item.kind,
        )
        for item in items
    ]


def _opened(present: Present) -> tuple[str, str]:
    """(card, thanks); both empty once one of the two has left."""
    note = getattr(present, "thanks", None)
    try:
        key = present.data_key
        card = key.decrypt(present.card_sealed, aad=present.card_place) if present.card_sealed else ""
        thanks = key.decrypt(note.text_sealed, aad=note.text_place) if isinstance(note, ThankYou) else ""
    except KeyShredded:
        return "", ""
    return card, thanks


def _has_photo(present: Present) -> bool:
    """Whether the decoder has made it; without a statement."""
    photo = getattr(getattr(present, "thanks", None), "photo", None)
    return isinstance(photo, StoredFile) and photo.state == FileState.READY


def thanks_photo(*, public_id: str, member_id: int) -> StoredFile:
    """For the two alone. One statement. Raises: NotFound, also while it is being made safe."""
    present = _rows().filter(public_id=public_id).first()
    if present is None or member_id not in (present.sender_id, present.recipient_id):
        raise NotFound
    photo = present.thanks.photo if _has_photo(present) else None
    if photo is None:
        raise NotFound
    return photo


def _rows() -> QuerySet[Present]:
    return Present.objects.select_related("gift__item", "recipient", "sender", "data_key", "thanks__photo")


def presents_by(
    *, member_id: int, cursor: str | None = None, size: int = 25
) -> tuple[list[SentPresent], str | None]:
    """(what the member gave, next cursor), newest first. Two statements. Raises: BadCursor."""
    page = keyset(
        _rows().filter(sender_id=member_id).prefetch_related("gift__offers"),
        order=["-id"],
        cursor=cursor,
        size=size,
    )
    return [_sent(present) for present in page.items], page.next_cursor


def present_by(*, member_id: int, public_id: str) -> SentPresent:
    """Two statements. Raises: NotFound, also for somebody else's."""
    rows = _rows().filter(sender_id=member_id, public_id=public_id).prefetch_related("gift__offers")
    present = rows.first()
    if present is None:
        raise NotFound
    return _sent(present)


def _sent(present: Present) -> SentPresent:
    state: str = present.state
    if state == PresentState.SENT:
        state = "not_taken" if present.gift.state in _NOT_TAKEN else present.gift.state
    card, thanks = _opened(present)
    return SentPresent(
        public_id=present.public_id,
        recipient_id=present.recipient_id,
        recipient_name=present.recipient.display_name,
        item_name=present.gift.item.name,
        state=state,
        send_at=present.send_at,
        card=card,
        thanks=thanks,
        has_photo=_has_photo(present),
        phrase=next((offer.phrase for offer in present.gift.offers.all()), ""),
    )


def received_present(*, gift_id: int) -> ReceivedPresent | None:
    """None for a gift that no member gave. One statement."""
    present = _rows().filter(gift_id=gift_id).first()
    if present is None:
        return None
    card, thanks = _opened(present)
    return ReceivedPresent(
        sender_id=present.sender_id,
        sender_public_id=present.sender.public_id,
        sender_name=present.sender.display_name,
        card=card,
        thanks=thanks,
        present_public_id=present.public_id,
        has_photo=_has_photo(present),
    )


def book_of(*, member_id: int, other_id: int, limit: int = 50) -> list[BookLine]:
    """What stands between the two, newest first. One statement."""
    low, high = ordered(member_id, other_id)
    rows = BookEntry.objects.filter(low_id=low, high_id=high).order_by("-happened_at", "-pk")
    return [BookLine(**row) for row in rows.values("giver_id", "kind", "happened_at")[:limit]]


@dataclass(frozen=True, kw_only=True)
class LastGiven:
    """The present that is the last entry between two."""

    entry_id: int
    happened_at: datetime
    giver_id: int
    receiver_id: int


def last_given(*, before: datetime, after: datetime, beyond: LastGiven | None, limit: int) -> list[LastGiven]:
    """Of pairs whose last entry is a present in that time, the longest ago first, from after ``beyond``.

    One statement.
    """
    later = BookEntry.objects.filter(
        low_id=OuterRef("low_id"), high_id=OuterRef("high_id"), happened_at__gt=OuterRef("happened_at")
    )
    last = BookEntry.objects.filter(
        ~Exists(later), kind=BookKind.PRESENT, happened_at__lt=before, happened_at__gte=after
    )
    if beyond is not None:
        at_once = Q(happened_at=beyond.happened_at, pk__gt=beyond.entry_id)
        last = last.filter(Q(happened_at__gt=beyond.happened_at) | at_once)
    return [
        LastGiven(
            entry_id=one.pk,
            happened_at=one.happened_at,
            giver_id=one.giver_id,
            receiver_id=one.high_id if one.giver_id == one.low_id else one.low_id,
        )
        for one in last.order_by("happened_at", "pk")[:limit]
    ]
