"""Golden vectors of both carriers' signatures, made by other programs from the contracts."""

from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.golden import KUAIDI100, KUAIDI100_CALLBACKS, SF_EXPRESS
from bench.trial import Trial
from gifts.providers import kuaidi100, sf_express
from simulators import carrier as simulated_sf
from simulators import kuaidi100 as simulated


@counted("gifts.signatures", stacks=[SQLITE, POSTGRES_REDIS])
def count(trial: Trial) -> Figure:
    """Adapter and simulator are written apart; both must agree with every vector."""
    made = [
        *(
            (wanted, sf_express.digest(*given), simulated_sf.msg_digest(*given))
            for *given, wanted in SF_EXPRESS
        ),
        *((wanted, kuaidi100.query_sign(*given), simulated.capitals(*given)) for *given, wanted in KUAIDI100),
        *(
            (wanted, kuaidi100.callback_sign(*given), simulated.capitals(*given))
            for *given, wanted in KUAIDI100_CALLBACKS
        ),
    ]
    wrong = sum(ours != wanted or theirs != wanted for wanted, ours, theirs in made)
    changed = [
        *(sf_express.digest(f"{first}x", *rest) == wanted for first, *rest, wanted in SF_EXPRESS),
        *(kuaidi100.query_sign(f"{first}x", *rest) == wanted for first, *rest, wanted in KUAIDI100),
        *(
            kuaidi100.callback_sign(f"{first}x", *rest) == wanted
            for first, *rest, wanted in KUAIDI100_CALLBACKS
        ),
    ]
    return trial.figure(
        ok=not wrong and not any(changed),
        numbers={"vectors": len(made), "wrong": wrong, "unnoticed": sum(changed)},
    )
