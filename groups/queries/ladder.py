"""How far somebody has come into a group, for themself alone; and whether first words are answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from groups.board_states import PostAudience, PostState
from groups.engagement_rules import ANSWERED_WITHIN
from groups.ladder_rules import Step
from groups.models import (
    Comment,
    Event,
    Membership,
    Post,
    PromptAnswer,
    Reaction,
    Ritual,
    StarInvitation,
    StarPlan,
)
from groups.moderation_states import Cover
from groups.star_states import StarState

LATELY = timedelta(days=90)


def steps_done(mine: Membership) -> tuple[set[str], set[str]]:
    """(steps that this member has done here, what of ``ladder_rules.NEEDS`` is there). One statement."""
    me, here = mine.member_id, mine.group_id
    acts = {
        Step.SIGN: Reaction.objects.filter(member_id=me, post__group_id=here),
        Step.LINE: PromptAnswer.objects.filter(member_id=me, prompt__group_id=here),
        Step.ANSWER: Comment.objects.filter(author_id=me, post__group_id=here),
        Step.POST: Post.objects.filter(author_id=me, group_id=here, prompt__isnull=True),
        Step.HOST: Event.objects.filter(host_id=me, group_id=here),
        Step.STAR: StarInvitation.objects.filter(member_id=me, group_id=here, state=StarState.DONE),
    }
    others = Post.objects.filter(group_id=here, state=PostState.SHOWN, audience__gte=PostAudience.FELLOWS)
    needs = {
        "posts": others.exclude(author_id=me).exclude(cover=Cover.HIDDEN),
        "rituals": Ritual.objects.filter(group_id=here, is_on=True),
        "stars": StarPlan.objects.filter(group_id=here, is_on=True),
    }
    columns = {f"did_{step}": Exists(rows) for step, rows in acts.items()}
    columns |= {need: Exists(rows) for need, rows in needs.items()}
    rows: Any = Membership.objects.filter(pk=mine.pk)
    found = rows.values(**columns).get()
    return {step for step in acts if found[f"did_{step}"]}, {need for need in needs if found[need]}


@dataclass(frozen=True, kw_only=True)
class FirstWords:
    """Of members' first posts: how many another member answered within a day."""

    posts: int
    answered: int


def first_words(*, group_id: int, now: datetime) -> FirstWords:
    """Of the last ninety days, without those that still have their first day. Two statements."""
    earlier = Post.objects.filter(group_id=group_id, author_id=OuterRef("author_id"), pk__lt=OuterRef("pk"))
    others = Comment.objects.filter(post=OuterRef("pk"), state=PostState.SHOWN, cover__lt=Cover.HIDDEN)
    soon = others.exclude(author_id=OuterRef("author_id")).filter(
        created_at__lt=OuterRef("created_at") + ANSWERED_WITHIN
    )
    firsts = Post.objects.filter(
        ~Exists(earlier),
        group_id=group_id,
        state=PostState.SHOWN,
        created_at__gte=now - LATELY,
        created_at__lt=now - ANSWERED_WITHIN,
    )
    return FirstWords(posts=firsts.count(), answered=firsts.filter(Exists(soon)).count())
