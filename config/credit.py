"""How the credit provider is reached; with the simulators, under the key pairs that they share with us."""

from config.env import Env


def credit_provider(env: Env) -> dict[str, str]:
    credit = env.credit
    return {
        "mode": credit.mode,
        "base_url": credit.url,
        "consent_url": credit.consent_url,
        "redirect_uri": f"{env.site_url}/credit/answer/",
        "app_id": credit.app_id,
        "level_source": credit.level_source,
        **_keys(env),
    }


def _keys(env: Env) -> dict[str, str]:
    if env.credit.mode != "simulator" or env.credit.private_key:
        return {"secret": env.credit.private_key, "public_key": env.credit.public_key}
    from simulators.keys import kept_keys

    keys = kept_keys(env.var_dir / "simulator-keys")
    return {"secret": keys.application.private_pem, "public_key": keys.alipay.public_pem}
