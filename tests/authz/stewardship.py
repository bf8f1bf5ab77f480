"""Silent stewards in the matrix: what is sent to their addresses, and one operation per verb."""

from collections.abc import Callable, Mapping
from typing import Any

from common.access import allow
from common.clock import db_now
from groups import operations as groups

BODIES: Mapping[str, Callable[[Any, Any], dict[str, Any]]] = {
    "groups:stewardship": lambda w, o: {"words": "I am here"},
    "groups:steward-here": lambda w, o: {},
    "groups:vote-on-claim": lambda w, o: {"vote": "support"},
    "groups:withdraw-claim": lambda w, o: {},
    "api-stewardship-claim": lambda w, o: {"words": "I am here"},
    "api-steward-here": lambda w, o: {},
    "api-claim-vote": lambda w, o: {"supports": True},
    "api-claim-withdraw": lambda w, o: {},
    "api-claim-stop": lambda w, o: {"reason": "Unfair"},
}
# Where the owner is a member like others, and may offer.
SILENT = frozenset({"groups:stewardship", "api-group-stewardship", "api-stewardship-claim"})

CALLS: Mapping[str, Callable[[Any, Any], object]] = {
    "groups.see-stewardship": lambda w, actor: allow(
        actor, "groups.see-stewardship", w.a.flags.stewardship.silent
    ),
    "groups.claim-stewardship": lambda w, actor: groups.claim_stewardship(
        actor=actor, group_id=w.a.flags.stewardship.silent.pk, words="", now=db_now()
    ),
    "groups.be-here": lambda w, actor: groups.be_here(actor=actor, group_id=w.a.group.pk, now=db_now()),
    "groups.vote-on-claim": lambda w, actor: groups.vote_on_claim(
        actor=actor, public_id=w.a.flags.stewardship.others.public_id, is_support=True, now=db_now()
    ),
    "groups.withdraw-claim": lambda w, actor: groups.withdraw_claim(
        actor=actor, public_id=w.a.flags.stewardship.own.public_id, now=db_now()
    ),
    "groups.stop-claim": lambda w, actor: groups.stop_claim(
        actor=actor, public_id=w.a.flags.stewardship.own.public_id, reason="Unfair", now=db_now()
    ),
}
