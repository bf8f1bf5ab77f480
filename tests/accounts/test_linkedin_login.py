"""What signing in with LinkedIn has of its own; what it shares stands in ``test_social_logins``."""

from typing import Any

import pytest

from accounts.providers.linkedin import LinkedInLogin
from accounts.providers.logins import LoginRefused, LoginUnavailable
from common.http.provider import ProviderConfig
from simulators.testing import Running
from tests.accounts.test_social_logins import BACK, code_for, house, identified, login_for, simulated

__all__ = ["house", "simulated"]
pytestmark = pytest.mark.django_db


def test_linkedin_tells_no_code_of_its_other_application(settings: Any) -> None:
    """One application asks what was verified, the other signs in: a code is good for its own."""
    other = {"app_id": "simlinkedin000001", "secret": "simulator-linkedin-secret"}
    login, code = login_for("linkedin"), code_for(login_for("linkedin"))
    entry = {**settings.PROVIDERS["linkedin_login"], **other}
    settings.PROVIDERS = {**settings.PROVIDERS, "linkedin_login": entry}
    with pytest.raises(LoginRefused, match="invalid_request"):
        login_for("linkedin").identify(code=code, back_to=BACK.format("linkedin"))
    assert login.identify(code=code, back_to=BACK.format("linkedin")).subject == "sim-lin-xia"


def test_a_profile_of_linkedin_that_cannot_be_had_signs_nobody_in(house: Running) -> None:
    house.fault("linkedin", "busy", operation="userinfo")
    with pytest.raises(LoginUnavailable):
        identified("linkedin")


def test_the_address_at_linkedin_is_that_of_its_page() -> None:
    """learn.microsoft.com/linkedin: the example's parameters, and no more scope than a name."""
    config = ProviderConfig.read(
        "linkedin_login", {"mode": "live", "authorize_url": "https://www.linkedin.com", "app_id": "foobar"}
    )
    address = LinkedInLogin(config).address(state="foobar", back_to="https://dev.example.com/callback")
    assert address == (
        "https://www.linkedin.com/oauth/v2/authorization?response_type=code&client_id=foobar"
        "&redirect_uri=https%3A%2F%2Fdev.example.com%2Fcallback&state=foobar&scope=openid+profile"
    )
