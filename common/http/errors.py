"""What can be known after a call to somebody else's machine.

Two answers matter to whoever must decide about sending again: *certainly nothing happened* and
*nobody knows*. Everything in between would be a guess. ``outbox.effects`` re-exports these names.
"""


class CallFailed(Exception):
    """``reason`` is a short stable word for logs and decisions; never payload, never an address."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}" if detail else reason)


class NotDone(CallFailed):
    """The provider certainly did nothing. Sending again can't double anything."""


class Declined(NotDone):
    """The provider answered no, and the same request will get the same answer.

    ``reason`` carries the provider's own code.
    """


class OutcomeUnknown(CallFailed):
    """The request may have been carried out. Ask by reference, resend under the same key, or ask a person."""
