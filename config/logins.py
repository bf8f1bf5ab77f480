"""How services that sign people in are reached."""

from config.env import AccountEnv, LoginEnv


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


def account_provider(account: AccountEnv) -> dict[str, str]:
    return {
        "mode": account.mode,
        "base_url": account.url,
        "app_id": account.app_id,
        "secret": account.secret,
        "sdk_url": account.sdk_url,
        "callback_token": account.callback_token,
        "callback_key": account.callback_key,
        "news_template": account.news_template,
        "news_fields": account.news_fields,
    }


def brand_provider(account: AccountEnv) -> dict[str, str]:
    """The brand's own account on Weibo; ``app_id`` is its number there."""
    return {"mode": account.mode, "base_url": account.url, "uid": account.app_id, "secret": account.secret}


def linkedin_provider(login: LoginEnv, site_url: str) -> dict[str, str]:
    """Not to sign in with (that is ``linkedin_login``): it is asked what it verified."""
    return {
        "mode": login.mode,
        "base_url": login.url,
        "authorize_url": login.authorize_url,
        "redirect_uri": f"{site_url}/linkedin/answer/",
        "app_id": login.app_id,
        "secret": login.secret,
    }
