"""Random public ids and readable codes. Row numbers never leave the database."""

import secrets
from typing import TYPE_CHECKING, Any

from django.db import models

# Crockford's base 32 in lower case: no i, l, o, u. 20 characters are 100 bits.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
# Read aloud and typed on phones: no 0/O, 1/I/L, and no vowels that spell words.
_READABLE = "23456789BCDFGHJKMNPQRSTVWXYZ"


def new_public_id() -> str:
    """20 random URL-safe characters, 100 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(20))


def new_code(length: int = 10) -> str:
    """A code for people: 28 letters and digits, 4.8 bits each, no look-alikes."""
    return "".join(secrets.choice(_READABLE) for _ in range(length))


if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    _CharField = models.CharField


class PublicIdField(_CharField):
    """The id of a row in URLs and APIs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_length=20, unique=True, editable=False, default=new_public_id)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "unique", "editable", "default"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs
