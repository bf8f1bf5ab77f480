"""Django's door to our sign-in: the admin's login page and ``login()`` go through the same operation."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts.errors import WrongSignIn
from accounts.models import Member
from accounts.operations import sign_in_with_password
from common.errors import TooMany


class ContactBackend(ModelBackend):
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **credentials: Any,
    ) -> Member | None:
        """``username``: phone, e-mail or handle. None when refused, for whatever reason."""
        if not username or password is None:
            return None
        address = request.META.get("REMOTE_ADDR", "") if request else ""
        try:
            return sign_in_with_password(login=username, password=password, address=address)
        except (WrongSignIn, TooMany):
            return None
