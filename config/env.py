"""Every environment variable, read once and typed. Nothing else reads the environment.

A variable without a default stops the start when it is missing in production; development and tests
have safe values of their own.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

_env = environ.Env()


def _required(name: str, *, in_development: str) -> str:
    value = str(_env(name, default=""))
    if value:
        return value
    if os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith("production"):
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return in_development


@dataclass(frozen=True, kw_only=True)
class CreditEnv:
    mode: str
    url: str
    consent_url: str
    app_id: str
    private_key: str = field(repr=False)
    public_key: str
    level_source: str


@dataclass(frozen=True, kw_only=True)
class TransfersEnv:
    """WeChat Pay's merchant transfer: who we are there, and both keys."""

    mode: str
    url: str
    merchant: str
    app_id: str
    scene: str
    serial: str
    public_key_id: str
    api_key: str = field(repr=False)
    private_key: str = field(repr=False)
    public_key: str


@dataclass(frozen=True, kw_only=True)
class SmsEnv:
    mode: str
    url: str
    secret: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class LoginEnv:
    """Another service that signs people in. The official pair is WeChat's service account."""

    mode: str
    url: str
    authorize_url: str
    app_id: str
    secret: str = field(repr=False)
    official_app_id: str = ""
    official_secret: str = field(repr=False, default="")


@dataclass(frozen=True, kw_only=True)
class AccountEnv:
    """The community's own account on a platform. Without ``sdk_url`` WeChat's own script is used."""

    mode: str
    url: str
    app_id: str
    secret: str = field(repr=False)
    sdk_url: str = ""
    callback_token: str = field(repr=False, default="")
    callback_key: str = field(repr=False, default="")
    news_template: str = ""
    news_fields: str = ""


def _transfers() -> TransfersEnv:
    simulators, mode = _own_simulators()

    def ours(simulated: str, real: str = "") -> str:
        return simulated if simulators else real

    place = ours(f"{simulators}/wechatpay", "https://api.mch.weixin.qq.com")
    return TransfersEnv(
        mode=str(_env("TRANSFERS_MODE", default=mode)),
        url=str(_env("TRANSFERS_URL", default=place)),
        merchant=str(_env("TRANSFERS_MERCHANT", default=ours("1900000001"))),
        app_id=str(_env("TRANSFERS_APP_ID", default=ours("wxsimofficial0001"))),
        scene=str(_env("TRANSFERS_SCENE", default="1000")),
        serial=str(_env("TRANSFERS_SERIAL", default=ours("5157F09EFDC096DE15EBE81A47057A72"))),
        public_key_id=str(_env("TRANSFERS_PUBLIC_KEY_ID", default=ours("PUB_KEY_ID_SIMULATED01"))),
        api_key=str(_env("TRANSFERS_API_KEY", default=ours("simulator-apiv3-key-of-32-bytes!"))),
        private_key=str(_env("TRANSFERS_PRIVATE_KEY", default="")),
        public_key=str(_env("TRANSFERS_PUBLIC_KEY", default="")),
    )


@dataclass(frozen=True, kw_only=True)
class RealNameEnv:
    """The register that is asked whether a name and a number belong together."""

    mode: str
    url: str
    secret_id: str
    secret: str = field(repr=False)


def _own_simulators() -> tuple[str, str]:
    """Where they listen, and what gateways do unless told otherwise."""
    simulators = str(_env("SIMULATORS_URL", default=""))
    return simulators, "simulator" if simulators else "off"


def _service(service: str) -> tuple[str, str, Callable[..., str]]:
    """What is done with it unless told otherwise, where simulators listen, and how its settings are read: the
    name behind its own, the value beside simulators, and the real one.
    """
    simulators, mode = _own_simulators()

    def known(name: str, simulated: str, real: str = "") -> str:
        return str(_env(f"{service}_{name}", default=simulated if simulators else real))

    return mode, simulators, known


def _wechat_login() -> LoginEnv:
    mode, simulators, known = _service("WECHAT_LOGIN")
    return LoginEnv(
        mode=str(_env("WECHAT_LOGIN_MODE", default=mode)),
        url=known("URL", f"{simulators}/wechat", "https://api.weixin.qq.com"),
        authorize_url=known("AUTHORIZE_URL", f"{simulators}/wechat", "https://open.weixin.qq.com"),
        app_id=known("APP_ID", "wxsimwebsite00001"),
        secret=known("SECRET", "simulator-wechat-secret"),
        official_app_id=known("OFFICIAL_APP_ID", "wxsimofficial0001"),
        official_secret=known("OFFICIAL_SECRET", "simulator-official-secret"),
    )


def _wechat_account() -> AccountEnv:
    mode, simulators, known = _service("WECHAT_ACCOUNT")
    return AccountEnv(
        mode=str(_env("WECHAT_ACCOUNT_MODE", default=mode)),
        url=known("URL", f"{simulators}/wechat", "https://api.weixin.qq.com"),
        app_id=known("APP_ID", "wxsimofficial0001"),
        secret=known("SECRET", "simulator-official-secret"),
        sdk_url=known("SDK_URL", f"{simulators}/wechat/open/js/jweixin-1.6.0.js"),
        callback_token=known("CALLBACK_TOKEN", "simulatortoken"),
        callback_key=known("CALLBACK_KEY", "simulatorsimulatorsimulatorsimulatorsimulas"),
        news_template=str(
            _env("WECHAT_ACCOUNT_NEWS_TEMPLATE", default="simulated-news-template" if simulators else "")
        ),
        news_fields=_news_fields(),
    )


def _news_fields() -> str:
    """What each field of the template of news says. Raises: ImproperlyConfigured."""
    given = str(_env("WECHAT_ACCOUNT_NEWS_FIELDS", default="thing1=subject,thing2=action,time3=time"))
    one = r"[a-z_]+[0-9]{1,2}=(subject|action|site|time)"
    if not re.fullmatch(f"{one}(,{one})*", given):
        raise ImproperlyConfigured("WECHAT_ACCOUNT_NEWS_FIELDS is like thing1=subject,time2=time")
    return given


def _weibo_account() -> AccountEnv:
    mode, simulators, known = _service("WEIBO_ACCOUNT")
    return AccountEnv(
        mode=str(_env("WEIBO_ACCOUNT_MODE", default=mode)),
        url=known("URL", f"{simulators}/weibo", "https://api.weibo.com"),
        app_id=known("UID", "1000000001"),
        secret=known("TOKEN", "2.00simulatorbrandtoken"),
    )


def _weibo_login() -> LoginEnv:
    mode, simulators, known = _service("WEIBO_LOGIN")
    return LoginEnv(
        mode=str(_env("WEIBO_LOGIN_MODE", default=mode)),
        url=known("URL", f"{simulators}/weibo", "https://api.weibo.com"),
        authorize_url=known("AUTHORIZE_URL", f"{simulators}/weibo", "https://api.weibo.com"),
        app_id=known("APP_ID", "1206405345"),
        secret=known("SECRET", "simulator-weibo-secret"),
    )


def _linkedin_login() -> LoginEnv:
    mode, simulators, known = _service("LINKEDIN_LOGIN")
    return LoginEnv(
        mode=str(_env("LINKEDIN_LOGIN_MODE", default=mode)),
        url=known("URL", f"{simulators}/linkedin", "https://api.linkedin.com"),
        authorize_url=known("AUTHORIZE_URL", f"{simulators}/linkedin", "https://www.linkedin.com"),
        app_id=known("APP_ID", "simlinkedin000002"),
        secret=known("SECRET", "simulator-linkedin-login-secret"),
    )


def _linkedin() -> LoginEnv:
    simulators, mode = _own_simulators()
    own = f"{simulators}/linkedin" if simulators else ""
    client, secret = ("simlinkedin000001", "simulator-linkedin-secret") if simulators else ("", "")
    return LoginEnv(
        mode=str(_env("LINKEDIN_MODE", default=mode)),
        url=str(_env("LINKEDIN_URL", default=own or "https://api.linkedin.com")),
        authorize_url=str(_env("LINKEDIN_AUTHORIZE_URL", default=own or "https://www.linkedin.com")),
        app_id=str(_env("LINKEDIN_CLIENT_ID", default=client)),
        secret=str(_env("LINKEDIN_CLIENT_SECRET", default=secret)),
    )


def _real_name() -> RealNameEnv:
    simulators, mode = _own_simulators()
    own, known, secret = f"{simulators}/", "SIM-SECRET-ID", "simulator-tencent-secret"
    return RealNameEnv(
        mode=str(_env("REAL_NAME_MODE", default=mode)),
        url=str(_env("REAL_NAME_URL", default=own if simulators else "https://faceid.tencentcloudapi.com/")),
        secret_id=str(_env("REAL_NAME_SECRET_ID", default=known if simulators else "")),
        secret=str(_env("REAL_NAME_SECRET_KEY", default=secret if simulators else "")),
    )


@dataclass(frozen=True, kw_only=True)
class Env:
    secret_key: str = field(repr=False)
    secret_key_fallbacks: list[str] = field(repr=False)
    master_keys: str = field(repr=False)
    index_pepper: str = field(repr=False)
    allowed_hosts: list[str]
    trusted_origins: list[str]
    site_url: str
    database_url: str
    database_pool: int
    broker_url: str
    var_dir: Path
    demo: bool
    four_eyes: str
    trust_proxy: bool
    secure_cookies: bool
    simulators_url: str
    carrier_mode: str
    carrier_url: str
    carrier_partner: str
    carrier_secret: str = field(repr=False)
    carrier_sender: Mapping[str, str]
    tracker_mode: str
    tracker_url: str
    tracker_customer: str
    tracker_key: str = field(repr=False)
    sms: SmsEnv
    credit: CreditEnv
    beacon_mode: str
    beacon_url: str
    beacon_chain: str
    push_mode: str
    push_url: str
    push_key: str = field(repr=False)
    email_url: str = field(repr=False)
    email_from: str
    log_level: str
    test_db_tag: str
    clock_offset: bool
    lease_seconds: int
    stamp_font: str
    ocr_mode: str
    webhooks_own_origin: str
    wechat_account: AccountEnv = field(default_factory=_wechat_account)
    weibo_account: AccountEnv = field(default_factory=_weibo_account)
    wechat_login: LoginEnv = field(default_factory=_wechat_login)
    weibo_login: LoginEnv = field(default_factory=_weibo_login)
    linkedin_login: LoginEnv = field(default_factory=_linkedin_login)
    linkedin: LoginEnv = field(default_factory=_linkedin)
    real_name: RealNameEnv = field(default_factory=_real_name)
    transfers: TransfersEnv = field(default_factory=_transfers)


# Where the simulated carrier fetches its parcels.
_SIMULATED_SENDER = {
    "name": "Guanxi",
    "phone": "4000000000",
    "province": "北京市",
    "city": "北京市",
    "street": "Guanxi",
}


def _carrier_sender(known: Mapping[str, str]) -> Mapping[str, str]:
    """Each part of the address that parcels are sent from; '' where nothing is said."""

    def part(name: str, typed: str) -> str:
        return typed or known.get(name, "")

    return {
        "name": part("name", str(_env("CARRIER_SENDER_NAME", default=""))),
        "phone": part("phone", str(_env("CARRIER_SENDER_PHONE", default=""))),
        "province": part("province", str(_env("CARRIER_SENDER_PROVINCE", default=""))),
        "city": part("city", str(_env("CARRIER_SENDER_CITY", default=""))),
        "district": part("district", str(_env("CARRIER_SENDER_DISTRICT", default=""))),
        "street": part("street", str(_env("CARRIER_SENDER_STREET", default=""))),
    }


def _credit(simulators: str, mode: str) -> CreditEnv:
    place = f"{simulators}/alipay" if simulators else ""
    consent = f"{place}/oauth2/publicAppAuthorize.htm" if place else ""
    return CreditEnv(
        mode=str(_env("CREDIT_MODE", default=mode)),
        url=str(_env("CREDIT_URL", default=f"{place}/gateway.do" if place else "")),
        consent_url=str(_env("CREDIT_CONSENT_URL", default=consent)),
        app_id=str(_env("CREDIT_APP_ID", default="2021000000000000" if place else "")),
        private_key=str(_env("CREDIT_PRIVATE_KEY", default="")),
        public_key=str(_env("CREDIT_PUBLIC_KEY", default="")),
        level_source=str(_env("CREDIT_LEVEL_SOURCE", default="level")),
    )


def _sms(simulators: str, mode: str) -> SmsEnv:
    return SmsEnv(
        mode=str(_env("SMS_MODE", default=mode)),
        url=str(_env("SMS_URL", default=f"{simulators}/sms/send" if simulators else "")),
        secret=str(_env("SMS_SECRET", default="simulator-sms-secret" if simulators else "")),
    )


def read() -> Env:
    """Read the environment. Raises ImproperlyConfigured for a missing or unreadable value."""
    var_dir = Path(str(_env("VAR_DIR", default=str(BASE_DIR / "var"))))
    simulators, mode = _own_simulators()
    push_key = str(_env("VAPID_PRIVATE_KEY", default=""))
    return Env(
        secret_key=_required("SECRET_KEY", in_development="development-only-" + "x" * 50),
        secret_key_fallbacks=_env.list("SECRET_KEY_FALLBACKS", default=[]),
        master_keys=_required("MASTER_KEYS", in_development="dev:" + "11" * 32),
        index_pepper=_required("INDEX_PEPPER", in_development="22" * 32),
        allowed_hosts=_env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"]),
        trusted_origins=_env.list("TRUSTED_ORIGINS", default=[]),
        site_url=_required("SITE_URL", in_development="http://127.0.0.1:8000").rstrip("/"),
        database_url=str(_env("DATABASE_URL", default=f"sqlite:///{var_dir / 'guanxi.sqlite3'}")),
        database_pool=_env.int("DATABASE_POOL", default=0),
        broker_url=str(_env("BROKER_URL", default="redis://127.0.0.1:6379/0")),
        var_dir=var_dir,
        demo=_env.bool("DEMO", default=False),
        four_eyes=_env.str("CAMPAIGNS_FOUR_EYES", default=""),
        trust_proxy=_env.bool("TRUST_PROXY", default=False),
        secure_cookies=_env.bool("SECURE_COOKIES", default=True),
        simulators_url=simulators.rstrip("/"),
        carrier_mode=str(_env("CARRIER_MODE", default=mode)),
        carrier_url=str(_env("CARRIER_URL", default=f"{simulators}/sf/std/service" if simulators else "")),
        carrier_partner=str(_env("CARRIER_PARTNER", default="GUANXI-SIM" if simulators else "")),
        tracker_mode=str(_env("TRACKER_MODE", default=mode)),
        tracker_url=str(_env("TRACKER_URL", default=f"{simulators}/kuaidi100" if simulators else "")),
        tracker_customer=str(_env("TRACKER_CUSTOMER", default="GUANXI-SIM" if simulators else "")),
        tracker_key=str(_env("TRACKER_KEY", default="simulator-tracker-key" if simulators else "")),
        carrier_secret=str(_env("CARRIER_SECRET", default="simulator-checkword" if simulators else "")),
        carrier_sender=_carrier_sender(_SIMULATED_SENDER if simulators else {}),
        sms=_sms(simulators, mode),
        credit=_credit(simulators, mode),
        beacon_mode=str(_env("BEACON_MODE", default=mode)),
        beacon_url=str(_env("BEACON_URL", default=f"{simulators}/drand" if simulators else "")),
        beacon_chain=str(_env("BEACON_CHAIN", default="")),
        push_mode=str(_env("PUSH_MODE", default=mode if push_key else "off")),
        push_url=str(_env("PUSH_URL", default=f"{simulators}/push/" if simulators else "")),
        push_key=push_key,
        email_url=str(_env("EMAIL_URL", default="consolemail://")),
        email_from=str(_env("EMAIL_FROM", default="guanxi@localhost")),
        log_level=str(_env("LOG_LEVEL", default="INFO")),
        test_db_tag=str(_env("TEST_DB_TAG", default="")),
        webhooks_own_origin=str(_env("WEBHOOKS_OWN_ORIGIN", default="")),
        clock_offset=_env.bool("CLOCK_OFFSET", default=False),
        lease_seconds=_env.int("LEASE_SECONDS", default=30),
        stamp_font=str(_env("STAMP_FONT", default="")),
        ocr_mode=str(_env("OCR_MODE", default="off")),
    )


ENV = read()
