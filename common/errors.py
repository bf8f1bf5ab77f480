"""One tree of refusals: normal answers that people and programs can read.

A refusal is shown, never logged as an error. Anything that is not a ``Refused`` is a bug.
"""

import math
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class Refused(Exception):
    """The product says no, and why. ``data`` fills the sentence; it never carries personal data."""

    code: ClassVar[str] = "refused"
    message: ClassVar[str | Promise] = _("This is not possible right now.")
    status: ClassVar[int] = 409

    def __init__(self, *, field: str | None = None, **data: object) -> None:
        self.field = field
        self.data = data
        super().__init__(self.code)

    @property
    def text(self) -> str:
        """The sentence in the reader's language."""
        sentence = str(self.message)
        return sentence % self.data if self.data else sentence


class Invalid(Refused):
    code = "invalid"
    message = _("Please check what you typed.")
    status = 422


class Malformed(Refused):
    code = "malformed"
    message = _("The request was incomplete or too large. Please go back and try again.")
    status = 400


class Broken(Refused):
    """A bug, said to programs."""

    code = "broken"
    message = _("Nothing you sent was half done. Please try again in a minute.")
    status = 500


class NeedsSignIn(Refused):
    code = "sign-in-needed"
    message = _("Please sign in first.")
    status = 401


class NotAllowed(Refused):
    code = "not-allowed"
    message = _("You are not allowed to do this.")
    status = 403


class NeedsFreshProof(Exception):
    """Not a no: the actor is asked to prove again who they are, and then does it again.

    No ``Refused``, so that no page shows it as a message: the middleware sends people to the step-up page
    and back, the API answers 403 with this code.
    """

    code = "fresh-proof-needed"
    message = _("Please confirm that it is you, then do it again.")
    status = 403


class NotFound(Refused):
    """Also the answer to somebody else's object: a refusal never tells whether it exists."""

    code = "not-found"
    message = _("There is nothing here.")
    status = 404


class ReasonMissing(Invalid):
    code = "reason-missing"
    message = _("Say why, in a few words.")


class Stale(Refused):
    code = "changed-meanwhile"
    message = _("Somebody else was faster. Please look again.")


class IllegalMove(Refused):
    code = "wrong-state"
    message = _("This can't be done in its present state.")


class TooMany(Refused):
    code = "too-many-tries"
    message = _("Too many tries. Please wait a moment.")
    status = 429

    def __init__(self, *, retry_after_seconds: int) -> None:
        self.retry_after_seconds = retry_after_seconds
        super().__init__()

    @property
    def text(self) -> str:
        minutes = math.ceil(self.retry_after_seconds / 60)
        return ngettext(
            "Too many tries. Please wait a minute.",
            "Too many tries. Please wait %(minutes)s minutes.",
            minutes,
        ) % {"minutes": minutes}


class KeyReused(Refused):
    code = "idempotency-key-reused"
    message = _("This key was already used for another request.")
    status = 422


class KeyMissing(Refused):
    code = "idempotency-key-missing"
    message = _("Send an Idempotency-Key header (8 to 200 printable characters).")
    status = 400


class SentAlready(Refused):
    code = "sent-already"
    message = _(
        "This form was sent already, and its answer was shown once. "
        "If you did not see it, open the form anew and make another."
    )


class Unavailable(Refused):
    code = "unavailable"
    message = _("This can't be done just now. Nothing was lost; please try again in a moment.")
    status = 503
