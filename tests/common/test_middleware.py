"""What every request passes through."""

import pytest
from django.http import HttpRequest, HttpResponse

from common.middleware import ProxyAddressMiddleware


def address_seen(forwarded: str | None) -> str:
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "10.0.0.1"
    if forwarded is not None:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    ProxyAddressMiddleware(lambda _request: HttpResponse())(request)
    return str(request.META["REMOTE_ADDR"])


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("2001:DB8::1", "2001:db8::1"),
        ("203.0.113.7, unknown", "10.0.0.1"),
        ("", "10.0.0.1"),
        (None, "10.0.0.1"),
    ],
)
def test_the_callers_address_is_the_one_that_our_proxy_wrote(forwarded: str | None, address: str) -> None:
    assert address_seen(forwarded) == address
