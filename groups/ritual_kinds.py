"""What rituals tell: a day can be answered. Also the card on the Today page."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, NotificationKind, Sight, kinds
from common.registries import TodayCard, today_cards
from groups import queries
from groups.models import PromptAnswer
from groups.operations.prompts import OPENED


def _look(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """Only people of the group; no news any more once they have answered. Three statements."""
    prompts = queries.prompts_by_id(int(about.key) for about in abouts)
    places = queries.memberships_by_pair(
        (prompts[int(about.key)].group_id, about.member_id) for about in abouts if int(about.key) in prompts
    )
    answered = set(
        PromptAnswer.objects.filter(
            prompt_id__in=prompts, member_id__in={about.member_id for about in abouts}
        ).values_list("prompt_id", "member_id")
    )
    found = {}
    for about in abouts:
        prompt = prompts.get(int(about.key))
        place = places.get((prompt.group_id, about.member_id)) if prompt else None
        if prompt is None or place is None or not place.is_active:
            continue
        found[about.ref] = Sight(
            values={"group": prompt.group.name, "title": prompt.title},
            path=reverse("groups:prompt", args=[prompt.public_id]),
            still_true=(prompt.pk, about.member_id) not in answered,
            ends_at=prompt.closes_at,
        )
    return found


KIND = NotificationKind(
    key=OPENED,
    message_class=MessageClass.ACTIVITY,
    title=_("Your group’s day begins"),
    subject=_("Something to answer in your group"),
    body=_("{group} asks today: {title}. One line is enough."),
    action=_("Answer"),
    fields={"group": _("the group’s name"), "title": _("what the day is called")},
    personal=frozenset({"group", "title"}),
    example={
        "group": {"en": "Three good things", "zh-hans": "三件好事"},
        "title": {"en": "Topic of the day", "zh-hans": "今日话题"},
    },
    look=_look,
    shelf_life=timedelta(days=1),
    icon="sun",
    order=89,
)


def prompts_card(member: Any) -> dict[str, Any] | None:
    """What the member's groups ask today, at most three. One statement."""
    prompts = list(queries.prompts_waiting_for(member)[:3])
    return {"prompts": prompts} if prompts else None


def register() -> None:
    kinds.register(KIND)
    today_cards.register(
        TodayCard(
            key="groups.prompts",
            order=14,
            build=prompts_card,
            probe=queries.prompts_waiting_for,
            template="groups/cards/prompts.html",
        )
    )
