"""What stewards and hosts do that is no move of a state: a line of the audit trail, like a move's."""

from common.access import Actor
from groups.models import Event, Group, Membership, Ritual
from outbox.audit import note


def note_act(
    row: Group | Event | Membership | Ritual,
    actor: Actor,
    verb: str,
    *,
    old: str = "",
    new: str = "",
    why: str = "",
) -> None:
    """Who did it, to what, and when; ``why``: what of it, as a code. Inside the act's transaction.

    Verbs have their words in ``act_words``.
    """
    kind = row._meta.label_lower
    note(actor, verb=verb, kind=kind, key=row.public_id, old_state=old, new_state=new, why=why)
