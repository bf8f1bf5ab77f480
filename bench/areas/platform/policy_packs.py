"""The platforms' packs against a book of forbidden and of neutral words, field by field."""

from bench.figures import SQLITE, Figure, counted
from bench.trial import Trial
from campaigns.channel_packs import Finding, compile_campaign, refused
from tests.campaigns import channel_phrases as phrases

EVERYWHERE, CARD = ("title", "lead", "about", "share"), ("title", "share")


@counted("platform.policy-packs", stacks=[SQLITE])
def count(trial: Trial) -> Figure:
    """``forbidden``, ``neutral``: a phrase in a field, or a deed of the rules. ``caught`` at its place."""
    forbidden = [*_each(phrases.MECHANICS, EVERYWHERE), *_each(phrases.ON_CARD, CARD)]
    forbidden += _each(phrases.REWARDS, ("title",))
    neutral = [*_each(phrases.NEUTRAL, EVERYWHERE), *_each(phrases.IN_PRODUCT, ("lead", "about"))]
    missed = [case for case in forbidden if not refused(_found(*case))]
    wronged = [case for case in neutral if _found(*case)]
    missed += [("deed", "", name) for name in phrases.DEEDS if not _deed(name)]
    wronged += [("deed", "", name) for name in phrases.NEUTRAL_DEEDS if _deed(name)]
    numbers = {
        "forbidden": len(forbidden) + len(phrases.DEEDS),
        "caught": len(forbidden) + len(phrases.DEEDS) - len(missed),
        "neutral": len(neutral) + len(phrases.NEUTRAL_DEEDS),
        "passed": len(neutral) + len(phrases.NEUTRAL_DEEDS) - len(wronged),
    }
    return trial.figure(
        ok=not missed and not wronged, numbers=numbers, notes={"missed": missed, "wronged": wronged}
    )


def _each(book: dict[str, list[str]], fields: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [(field, language, text) for language, texts in book.items() for text in texts for field in fields]


def _found(field: str, language: str, text: str) -> list[Finding]:
    title = {language: text} if field == "title" else {}
    texts = {} if field == "title" else {field: {language: text}}
    return compile_campaign(title=title, texts=texts, rules={"channels": ["wechat"]})


def _deed(name: str) -> list[Finding]:
    rules = {"channels": ["wechat"], "conditions": [{"kind": "event", "name": name}]}
    return refused(compile_campaign(title={}, texts={}, rules=rules))
