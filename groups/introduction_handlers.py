"""News of introductions, each to whoever it concerns."""

from accounts.notifications import tell
from groups import introduction_kinds as kinds
from groups.facts import IntroductionAsked, IntroductionFact, IntroductionPassedOn, MembersIntroduced
from outbox.facts import on
from outbox.jobs import Work


@on(IntroductionAsked)
def tell_whoever_knows_both(fact: IntroductionAsked) -> Work:
    return _tell(kinds.ASKED, fact.mutual_id, fact, by_id=fact.asker_id)


@on(IntroductionPassedOn)
def tell_target(fact: IntroductionPassedOn) -> Work:
    return _tell(kinds.OFFERED, fact.target_id, fact, by_id=fact.mutual_id)


@on(MembersIntroduced)
def tell_that_they_are_introduced(fact: MembersIntroduced) -> list[Work]:
    return [
        _tell(kinds.INTRODUCED, member_id, fact, by_id=fact.target_id)
        for member_id in (fact.asker_id, fact.mutual_id)
    ]


def _tell(kind: str, member_id: int, fact: IntroductionFact, *, by_id: int) -> Work:
    about = f"introduction:{fact.introduction_id}"
    return tell(kind, member_id, about=about, by_id=by_id, since=fact.occurred_at)
