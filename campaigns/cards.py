"""What campaigns puts on the Today page and into the navigation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.queries.progress import claimable_rewards, running_progress
from campaigns.tally import tally_words
from common.registries import NavEntry, TodayCard, navigation, today_cards


def progress_card(member: Any) -> dict[str, Any] | None:
    """The running campaign that ends first; None for members who share none. One statement."""
    line = next(iter(running_progress(member_id=member.pk, size=1)), None)
    if line is None:
        return None
    tally = tally_words(line.rulebook, credit_hundredths=line.credit_hundredths, rewards=line.rewards)
    return {"slug": line.slug, "title": line.title, "tally": tally}


def claimable_card(member: Any) -> dict[str, Any] | None:
    """One statement; None while nothing waits to be claimed."""
    rewards = claimable_rewards(member_id=member.pk)
    return {"rewards": rewards} if rewards else None


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
    for key, order, build in (
        ("campaigns.claimable", 12, claimable_card),
        ("campaigns.progress", 30, progress_card),
    ):
        template = f"campaigns/cards/{key.removeprefix('campaigns.')}.html"
        today_cards.register(TodayCard(key=key, order=order, build=build, template=template))
