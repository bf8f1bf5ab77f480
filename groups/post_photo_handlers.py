"""News of photos of posts: one waits to be made safe."""

from groups import tasks
from groups.facts import PostPhotoReceived
from outbox.facts import on
from outbox.jobs import Work


@on(PostPhotoReceived)
def make_post_photo(fact: PostPhotoReceived) -> Work:
    return tasks.make_post_photo.work(file_id=fact.file_id)
