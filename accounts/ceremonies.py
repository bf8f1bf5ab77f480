"""WebAuthn without the database: what a browser is asked, and whether its answer holds.

A challenge travels signed to the browser and back, is good for five minutes and counts once (an exact
limit of one). The relying party is the host that the pages come from.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accounts.errors import BadPasskey
from common.errors import TooMany
from common.limits import hit

_SALT = "accounts.passkey-challenge"
_SECONDS = 300


@dataclass(frozen=True, kw_only=True)
class Question:
    """``options``: for ``navigator.credentials``, in base64url; ``token`` comes back with the answer."""

    options: Mapping[str, Any]
    token: str

    @property
    def as_json(self) -> str:
        return json.dumps(self.options)


@dataclass(frozen=True, kw_only=True)
class NewCredential:
    credential_id: bytes
    data: bytes
    sign_count: int


def ask_to_create(
    *, host: str, user_id: str, user_name: str, shown_name: str, known: Sequence[bytes]
) -> Question:
    """``known``: stored credentials of the member, so that one device isn't added twice."""
    user = PublicKeyCredentialUserEntity(id=user_id.encode(), name=user_name, display_name=shown_name)
    options, state = _server(host).register_begin(
        user,
        [AttestedCredentialData(data) for data in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Question(options=_plain(options), token=_sign(state, f"create:{user_id}"))


def check_creation(*, host: str, user_id: str, token: str, answer: str) -> NewCredential:
    """Raises: BadPasskey."""
    state = _state_of(token, f"create:{user_id}")
    try:
        made = _server(host).register_complete(state, _parsed(answer))
    except (ValueError, KeyError, TypeError) as error:
        raise BadPasskey from error
    if made.credential_data is None:
        raise BadPasskey
    return NewCredential(
        credential_id=made.credential_data.credential_id,
        data=bytes(made.credential_data),
        sign_count=made.counter,
    )


def ask_to_sign_in(*, host: str) -> Question:
    """The browser offers what it has; nobody is named."""
    options, state = _server(host).authenticate_begin(
        None, user_verification=UserVerificationRequirement.REQUIRED
    )
    return Question(options=_plain(options), token=_sign(state, "sign-in"))


def claimed_credential(answer: str) -> bytes:
    """Which credential an answer speaks for, unchecked. Raises: BadPasskey."""
    try:
        return websafe_decode(str(_parsed(answer)["rawId"]))
    except (KeyError, ValueError) as error:
        raise BadPasskey from error


def check_sign_in(*, host: str, token: str, answer: str, stored: bytes) -> int:
    """The authenticator's new counter. Raises: BadPasskey."""
    state = _state_of(token, "sign-in")
    try:
        parsed = _parsed(answer)
        _server(host).authenticate_complete(state, [AttestedCredentialData(stored)], parsed)
        counter: int = AuthenticationResponse.from_dict(parsed).response.authenticator_data.counter
    except (ValueError, KeyError, TypeError) as error:
        raise BadPasskey from error
    return counter


def credential_hash(credential_id: bytes) -> str:
    """Credential ids may be a kilobyte long; this is what they are found by."""
    return hashlib.sha256(credential_id).hexdigest()


def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=host.partition(":")[0], name=settings.SITE_NAME))


def _plain(options: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(dict(options)))
    return found


def _sign(state: Mapping[str, Any], purpose: str) -> str:
    return signing.dumps({"state": dict(state), "for": purpose}, salt=_SALT)


def _state_of(token: str, purpose: str) -> dict[str, Any]:
    """Raises: BadPasskey; also for the second use of a challenge."""
    try:
        found = signing.loads(token, salt=_SALT, max_age=_SECONDS)
        if found["for"] != purpose:
            raise BadPasskey
        state: dict[str, Any] = found["state"]
        hit("passkey-challenge", str(state["challenge"]), limit=1, per_seconds=86400)
    except (signing.BadSignature, KeyError, TypeError, TooMany) as error:
        raise BadPasskey from error
    return state


def _parsed(answer: str) -> dict[str, Any]:
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found
