"""Controls of trust's figures."""

from bench.areas.trust.hostile_files import PLANTED, files
from bench.figures import SQLITE, Figure, counted
from bench.trial import Trial


@counted("controls.uploads-kept-as-sent", stacks=[SQLITE])
def uploads_kept_as_sent(trial: Trial) -> Figure:
    """Were files kept as they came, the same search would find what was planted."""
    found = [one.kind for one in files(60, seed=20261125) if PLANTED in one.body or b"Exif" in one.body]
    return trial.figure(ok=len(found) > 10, numbers={"cases": 60, "violations": len(found)})


@counted("controls.gateway-unsigned", stacks=[SQLITE])
def gateway_unsigned(trial: Trial) -> Figure:
    """Did the client believe what is not signed, the same broken answers would change levels."""
    from bench.areas.trust import gateway
    from tests.trust.credit_worlds import with_level
    from trust.providers.alipay import Gateway

    genuine = Gateway.is_theirs
    with gateway.wired() as house:
        row = with_level(gateway.person(1), "score-650")
        Gateway.is_theirs = lambda *_all: True  # type: ignore[method-assign]
        try:
            told = gateway.broken_answers(60, house, row)
        finally:
            Gateway.is_theirs = genuine  # type: ignore[method-assign]
    return trial.figure(ok=told["changed"] > 0, numbers={"cases": 60, "changed": told["changed"]})
