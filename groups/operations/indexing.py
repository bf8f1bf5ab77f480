"""The board's part of the search index."""

from common.search import index_grams, remove_entries, write_entries
from groups.models import Post
from groups.moderation_states import Cover

SEARCH = "posts"


def index_post(post: Post) -> None:
    """Found by whoever may read it: one scope per group and audience. What is folded is not found."""
    if post.cover != Cover.OPEN:
        remove_entries(source=SEARCH, object_id=post.pk)
        return
    scope = search_scope(post.group_id, post.audience)
    write_entries(
        source=SEARCH, object_id=post.pk, owner_id=post.author_id, texts={scope: index_grams(post.body)}
    )


def search_scope(group_id: int, audience: int) -> str:
    return f"{group_id}/{audience}"
