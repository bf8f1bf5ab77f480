"""What the team types to come in."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from unfold.forms import AuthenticationForm


class StaffSignInForm(AuthenticationForm):  # type: ignore[misc]  # unfold has no types
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["username"].label = _("E-mail address, mobile number or handle")
