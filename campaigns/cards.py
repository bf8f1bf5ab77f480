"""What campaigns puts on the Today page, into the navigation and before newcomers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.queries import today
from campaigns.queries.progress import running_progress
from campaigns.queries.rewards import claimable, claimable_rewards
from campaigns.tally import tally_words
from common.registries import FirstThing, NavEntry, TodayCard, first_things, navigation, today_cards


def claimable_card(member: Any) -> dict[str, Any] | None:
    """One statement; None while nothing waits to be claimed."""
    rewards = claimable_rewards(member)
    return {"rewards": rewards} if rewards else None


def progress_card(member: Any) -> dict[str, Any] | None:
    """The running campaign that ends first; None for members who share none. One statement."""
    line = next(iter(running_progress(member_id=member.pk, size=1)), None)
    if line is None:
        return None
    tally = tally_words(
        line.rulebook,
        credit_hundredths=line.credit_hundredths,
        rewards=line.rewards,
        not_given=line.not_given,
    )
    return {"slug": line.slug, "title": line.title, "tally": tally, "closes_at": line.closes_at}


def draw_card(member: Any) -> dict[str, Any] | None:
    """News of the newest draw that the member is in. One statement."""
    news = today.draw_news(member)
    return {"news": news, "stamp": f"{news.draw_id}:{news.state}"} if news else None


def open_card(member: Any) -> dict[str, Any] | None:
    """A campaign to take part in. One statement."""
    found = today.newest_open(member)
    return {"campaign": found, "stamp": found.slug} if found else None


def invited_thing(member: Any) -> dict[str, Any] | None:
    """The campaign that brought the newcomer, else one that runs. At most two statements."""
    invitation = today.own_invitation(member)
    found = None if invitation else today.newest_open(member)
    return {"invitation": invitation, "campaign": found} if invitation or found else None


CARDS = (
    TodayCard(
        key="campaigns.claimable",
        order=12,
        build=claimable_card,
        probe=claimable,
        template="campaigns/cards/claimable.html",
    ),
    TodayCard(
        key="campaigns.progress",
        order=30,
        build=progress_card,
        probe=today.running,
        template="campaigns/cards/progress.html",
    ),
    TodayCard(
        key="campaigns.draw",
        order=40,
        build=draw_card,
        probe=today.drawn_lately,
        template="campaigns/cards/draw.html",
        may_be_put_away=True,
    ),
    TodayCard(
        key="campaigns.open",
        order=80,
        build=open_card,
        probe=today.open_to,
        template="campaigns/cards/open.html",
        may_be_put_away=True,
    ),
)


def register() -> None:
    navigation.register(
        NavEntry(
            key="campaigns",
            label=_("Campaigns"),
            url_name="campaigns:list",
            icon="megaphone",
            order=20,
            needs_sign_in=False,
        )
    )
    for card in CARDS:
        today_cards.register(card)
    first_things.register(
        FirstThing(
            key="campaigns.invited", order=10, build=invited_thing, template="campaigns/first/invited.html"
        )
    )
