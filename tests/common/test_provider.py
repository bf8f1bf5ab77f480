"""How a gateway is switched on, and what stops the start."""

import pytest
from django.core.checks import CheckMessage
from pytest_django import Settings

from common.http.checks import check_providers
from common.http.provider import Mode, ProviderConfig, ProviderOff

LIVE_SMS: dict[str, str] = {"mode": "live", "base_url": "https://sms.example/send", "secret": "s"}


def _ids(found: list[CheckMessage]) -> list[str]:
    return [str(message.id) for message in found]


def test_an_unknown_provider_is_off(settings: Settings) -> None:
    settings.PROVIDERS = {}
    config = ProviderConfig.load("carrier")
    assert (config.mode, config.is_on, config.simulated) == (Mode.OFF, False, False)
    with pytest.raises(ProviderOff):
        config.client()


def test_secrets_stay_out_of_representations() -> None:
    assert "hidden" not in repr(ProviderConfig.read("sms", LIVE_SMS | {"secret": "hidden"}))


def test_one_configuration_shares_one_client() -> None:
    config = ProviderConfig.read("sms", LIVE_SMS)
    assert config.client() is ProviderConfig.read("sms", LIVE_SMS).client()
    assert config.client() is not ProviderConfig.read("sms", LIVE_SMS | {"secret": "t"}).client()


def test_only_a_simulator_may_lie_on_the_own_network() -> None:
    assert not ProviderConfig.read("sms", LIVE_SMS).allow_private
    assert ProviderConfig.read("sms", LIVE_SMS | {"mode": "simulator"}).allow_private


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"mode": "off"}, []),
        ({}, []),
        (LIVE_SMS, []),
        ({**LIVE_SMS, "secret": ""}, ["providers.E002"]),
        ({**LIVE_SMS, "base_url": ""}, ["providers.E002"]),
        ({**LIVE_SMS, "mode": "sandbox", "secret": ""}, ["providers.E002"]),
        ({**LIVE_SMS, "mode": "on"}, ["providers.E001"]),
        ({**LIVE_SMS, "total_seconds": "soon"}, ["providers.E001"]),
        ({**LIVE_SMS, "base_url": "ftp://sms.example/"}, ["providers.E004"]),
        ({**LIVE_SMS, "base_url": "http://sms.example/"}, ["providers.E005"]),
        ({**LIVE_SMS, "mode": "simulator"}, ["providers.E003"]),
    ],
)
def test_a_half_configured_provider_stops_the_start(
    settings: Settings, entry: dict[str, str], expected: list[str]
) -> None:
    settings.DEBUG, settings.DEMO, settings.PROVIDERS = False, False, {"sms": entry}
    assert _ids(check_providers()) == expected


@pytest.mark.parametrize("missing", ["name", "phone", "province", "city", "street"])
def test_a_carrier_that_does_not_know_where_parcels_start_stops_the_start(
    settings: Settings, missing: str
) -> None:
    sender = {f"sender_{part}": "here" for part in ("name", "phone", "province", "city", "street")}
    carrier = {**LIVE_SMS, "partner": "us", **sender}
    settings.DEBUG, settings.PROVIDERS = False, {"carrier": carrier}
    assert check_providers() == []

    settings.PROVIDERS = {"carrier": carrier | {f"sender_{missing}": ""}}
    assert _ids(check_providers()) == ["providers.E002"]


@pytest.mark.parametrize("name", ["DEBUG", "DEMO"])
def test_a_simulator_is_welcome_in_development_and_demo(settings: Settings, name: str) -> None:
    settings.DEBUG, settings.DEMO = name == "DEBUG", name == "DEMO"
    settings.PROVIDERS = {
        "sms": LIVE_SMS | {"mode": "simulator", "base_url": "http://127.0.0.1:50000/sms/send"}
    }
    assert check_providers() == []
