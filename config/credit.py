"""How the credit provider is reached; with the simulators, under the key pairs that they share with us."""

from config.env import Env


def credit_provider(env: Env) -> dict[str, str]:
    return {
        "mode": env.credit_mode,
        "base_url": env.credit_url,
        "consent_url": env.credit_consent_url,
        "redirect_uri": f"{env.site_url}/credit/answer/",
        "app_id": env.credit_app_id,
        "level_source": env.credit_level_source,
        **_keys(env),
    }


def _keys(env: Env) -> dict[str, str]:
    if env.credit_mode != "simulator" or env.credit_private_key:
        return {"secret": env.credit_private_key, "public_key": env.credit_public_key}
    from simulators.keys import kept_keys

    keys = kept_keys(env.var_dir / "simulator-keys")
    return {"secret": keys.application.private_pem, "public_key": keys.alipay.public_pem}
