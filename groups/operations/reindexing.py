"""Writes the search entries of everything anew, each object by itself under its lock."""

from django.db import transaction
from django.db.models import F

from groups.models import Event, Group, Post
from groups.operations.indexing import index_event, index_group, index_post
from groups.operations.rsvps import lock_event
from groups.operations.seats import lock_group


def reindex_groups() -> int:
    """How many there are."""
    ids = list(Group.objects.order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        with transaction.atomic():
            index_group(lock_group(pk))
    return len(ids)


def reindex_events() -> int:
    """How many there are."""
    ids = list(Event.objects.order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        with transaction.atomic():
            index_event(lock_event(pk))
    return len(ids)


def reindex_posts() -> int:
    """How many there are. The UPDATE is the lock."""
    ids = list(Post.objects.order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        with transaction.atomic():
            Post.objects.filter(pk=pk).update(version=F("version"))
            index_post(Post.objects.get(pk=pk))
    return len(ids)
