"""A new invitation gets a code that leads to the community's account, where there is one."""

from campaigns import tasks
from campaigns.facts import ShareLinkMade
from campaigns.providers.wechat_account import current_account
from outbox.facts import on
from outbox.jobs import Work


@on(ShareLinkMade)
def make_code(fact: ShareLinkMade) -> Work | None:
    """Which channel it is of, the job sees."""
    return tasks.make_a_scene_code.work(code=fact.code) if current_account() else None
