"""How services that sign people in are reached."""

from config.env import LoginEnv


def login_provider(login: LoginEnv) -> dict[str, str]:
    return {
        "mode": login.mode,
        "base_url": login.url,
        "authorize_url": login.authorize_url,
        "app_id": login.app_id,
        "secret": login.secret,
        "official_app_id": login.official_app_id,
        "official_secret": login.official_secret,
    }


def linkedin_provider(login: LoginEnv, site_url: str) -> dict[str, str]:
    """Not to sign in with: it is asked what it verified."""
    return {
        "mode": login.mode,
        "base_url": login.url,
        "authorize_url": login.authorize_url,
        "redirect_uri": f"{site_url}/linkedin/answer/",
        "app_id": login.app_id,
        "secret": login.secret,
    }
