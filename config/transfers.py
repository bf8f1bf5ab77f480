"""How the payer of money gifts is reached; with the simulators, under the key pairs they share with us."""

from config.env import Env


def transfers_provider(env: Env) -> dict[str, str]:
    transfers = env.transfers
    return {
        "mode": transfers.mode,
        "base_url": transfers.url,
        "confirm_url": f"{transfers.url}/confirm" if transfers.mode == "simulator" else "",
        "notify_url": f"{env.site_url}/callbacks/wechat-pay/",
        "mchid": transfers.merchant,
        "app_id": transfers.app_id,
        "scene_id": transfers.scene,
        "serial": transfers.serial,
        "public_key_id": transfers.public_key_id,
        "api_key": transfers.api_key,
        **_keys(env),
    }


def _keys(env: Env) -> dict[str, str]:
    if env.transfers.mode != "simulator" or env.transfers.private_key:
        return {"secret": env.transfers.private_key, "public_key": env.transfers.public_key}
    from simulators.keys import kept_keys

    keys = kept_keys(env.var_dir / "simulator-keys")
    return {"secret": keys.merchant.private_pem, "public_key": keys.wechat_pay.public_pem}
