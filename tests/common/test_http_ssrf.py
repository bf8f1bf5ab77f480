"""Nothing that a member or a manager types makes this server talk to its own network.

Each case is one way in. The canary on loopback must hear nothing, and this process must not even try.
"""

from collections.abc import Iterator

import pytest

from common.http import connect
from common.http.client import HttpClient
from common.http.connect import Guard
from common.http.errors import CallFailed, NotDone
from common.http.urls import origin_of
from tests.common.canary import Canary, listening

# {p} is the canary's port.
SPELLINGS = [
    # loopback, plainly and oddly
    "http://127.0.0.1:{p}/",
    "http://127.0.0.1:{p}",
    "HTTP://127.0.0.1:{p}/",
    "http://127.1.2.3:{p}/",
    "http://127.255.255.254:{p}/",
    "http://localhost:{p}/",
    "http://LOCALHOST:{p}/",
    "http://localhost.:{p}/",
    "http://127.0.0.1.:{p}/",
    "http://[::1]:{p}/",
    "http://[0:0:0:0:0:0:0:1]:{p}/",
    "http://[::]:{p}/",
    "http://0.0.0.0:{p}/",
    "http://0:{p}/",
    # decimal, octal, hex, short forms
    "http://2130706433:{p}/",
    "http://0x7f000001:{p}/",
    "http://0x7F.0.0.1:{p}/",
    "http://0x7f.1:{p}/",
    "http://017700000001:{p}/",
    "http://0177.0.0.1:{p}/",
    "http://0177.0.0.01:{p}/",
    "http://00127.0.0.1:{p}/",
    "http://127.1:{p}/",
    "http://127.0.1:{p}/",
    "http://127.0.0.0x1:{p}/",
    "http://127.0.0.01:{p}/",
    "http://4294967297:{p}/",
    "http://127.0.0.1.0:{p}/",
    "http://127.0.0.257:{p}/",
    "http://0x:{p}/",
    "http://a.0x7f000001:{p}/",
    # IPv4 inside IPv6
    "http://[::ffff:127.0.0.1]:{p}/",
    "http://[::ffff:7f00:1]:{p}/",
    "http://[::127.0.0.1]:{p}/",
    "http://[::ffff:0:127.0.0.1]:{p}/",
    "http://[64:ff9b::127.0.0.1]:{p}/",
    "http://[64:ff9b::7f00:1]:{p}/",
    "http://[64:ff9b:1::7f00:1]:{p}/",
    "http://[2002:7f00:1::]:{p}/",
    "http://[2002:7f00:0001::1]:{p}/",
    "http://[2001:0:7f00:1::80ff:fffe]:{p}/",
    "http://[fe80::1%25lo]:{p}/",
    "http://[fe80::1%lo]:{p}/",
    "http://[::1%25lo]:{p}/",
    "http://[::1",
    "http://[127.0.0.1]:{p}/",
    "http://[::1]x:{p}/",
    # user names, other separators, fragments
    "http://friend.example@127.0.0.1:{p}/",
    "http://friend.example:80@127.0.0.1:{p}/",
    "http://127.0.0.1:{p}@friend.example/",
    "http://@127.0.0.1:{p}/",
    "http://friend.example%40127.0.0.1:{p}/",
    "http://127.0.0.1:{p}#@friend.example/",
    "http://127.0.0.1:{p}\\@friend.example/",
    "http:\\\\127.0.0.1:{p}\\",
    "http://friend.example\\.127.0.0.1:{p}/",
    "http:/127.0.0.1:{p}/",
    "http:127.0.0.1:{p}/",
    "http:///127.0.0.1:{p}/",
    "//127.0.0.1:{p}/",
    "127.0.0.1:{p}/",
    # international spellings that fold to something else
    "http://１２７.0.0.1:{p}/",
    "http://127。0。0。1:{p}/",
    "http://①②⑦.⓪.⓪.①:{p}/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{p}/",
    "http://loc\u00adalhost:{p}/",
    "http://localhost\u200b:{p}/",
    "http://xn--:{p}/",
    "http://127.0.0.1\u3002:{p}/",
    "http://％31％32％37.0.0.1:{p}/",
    "http://%31%32%37.0.0.1:{p}/",
    "http://%6cocalhost:{p}/",
    # control characters
    "http://127.0.0.1:{p}/\r\nHost: friend.example",
    "http://friend.example\r\n@127.0.0.1:{p}/",
    "http://127.0.0.1:{p}/\nX: y",
    "http://127.0.0.1:{p}/\x00",
    "http://127.0.0.1\t:{p}/",
    " http://127.0.0.1:{p}/",
    "http://127.0.0.1:{p}/ HTTP/1.1\r\nX: y",
    # other schemes
    "file:///etc/passwd",
    "file://127.0.0.1:{p}/",
    "gopher://127.0.0.1:{p}/_PING",
    "ftp://127.0.0.1:{p}/",
    "dict://127.0.0.1:{p}/",
    "ldap://127.0.0.1:{p}/",
    "jar:http://127.0.0.1:{p}/",
    "data:text/plain,x",
    "ws://127.0.0.1:{p}/",
    "unix:///var/run/docker.sock",
    "",
    "http://",
    "http://:{p}/",
    "http://127.0.0.1:{p}{p}/",
    "http://127.0.0.1:-1/",
    "http://-friend.example:{p}/",
    "http://friend..example:{p}/",
    "http://" + "a" * 2100 + ":{p}/",
    # names that mean this machine on many systems
    "http://localhost.localdomain:{p}/",
    "http://ip6-localhost:{p}/",
    "http://ip6-loopback:{p}/",
]
# Ports of services that would read a request as commands; the name resolves to a public address.
PORTS = [
    21,
    22,
    23,
    25,
    53,
    110,
    143,
    389,
    445,
    465,
    587,
    993,
    2375,
    2379,
    3306,
    5432,
    5672,
    6379,
    9200,
    11211,
    27017,
]
# What a name may resolve to, and must not be followed to.
ADDRESSES = """
    127.0.0.1 127.8.9.10 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200
    100.127.255.254 169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.254 192.0.0.8
    192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.254 198.18.0.1 198.51.100.7
    203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 :: ::1 ::2 ::127.0.0.1 ::7f00:1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1
    100::1 2001::1 2001:0:7f00:1::1 2001:2::1 2001:10::1 2001:db8::1 2002:7f00:1:: 2002:a9fe:a9fe::1
    2002:c0a8:101::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fd12:3456::1 fe80::1 fe80::1%lo fec0::1
    ff02::1 ff0e::1 2606:4700::5efe:7f00:1 2606:4700::200:5efe:a00:1 not-an-address
""".split()


@pytest.fixture
def canary() -> Iterator[Canary]:
    with listening() as canary:
        yield canary


def _answering(*addresses: str) -> Guard:
    return Guard(resolve=lambda host, port, seconds: list(addresses))


def test_the_table_has_at_least_150_cases() -> None:
    assert len(set(SPELLINGS)) + len(PORTS) + len(set(ADDRESSES)) >= 150


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_reaches_this_machine(spelling: str, canary: Canary) -> None:
    with pytest.raises(NotDone):
        HttpClient("test").call("GET", spelling.replace("{p}", str(canary.port)))
    assert (canary.heard, canary.tried) == (0, [])


@pytest.mark.parametrize(
    "url",
    [
        "http://user@friend.example/",
        "http://user:word@friend.example/",
        "http://@friend.example/",
        "ftp://friend.example/",
        "file://friend.example/etc/passwd",
        "http://friend.example/#part",
        "http://friend.example\\@other.example/",
        "http://friend.example/a b",
        "http://friend.example/\r\nX: y",
        "http://friend.example/\x00",
        "http://friend.example/ü",
        "http://friend.example:22/",
        "http://friend.example:99999/",
        "http://134744072/",  # 8.8.8.8, oddly
        "http://0x8080808/",
        "http://010.8.8.8/",
        "http://8.8.2056/",
        "http://friend..example/",
        "http://friend%2eexample/",
        "http://[2606:4700::1%25eth0]/",
        "http://friend.example/" + "a" * 2048,
    ],
)
def test_an_odd_url_is_refused_before_any_name_is_asked(url: str, canary: Canary) -> None:
    asked: list[str] = []
    guard = Guard(resolve=lambda host, port, seconds: asked.append(host) or ["8.8.8.8"])  # type: ignore[func-returns-value]
    with pytest.raises(NotDone, match="url"):
        HttpClient("test", guard=guard).call("GET", url)
    assert (asked, canary.tried) == ([], [])


@pytest.mark.parametrize("port", PORTS)
def test_no_other_service_is_spoken_to(port: int, canary: Canary) -> None:
    client = HttpClient("test", guard=_answering("93.184.215.14"))
    with pytest.raises(NotDone):
        client.call("GET", f"http://friend.example:{port}/")
    assert canary.tried == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_name_leads_to_such_an_address(address: str, canary: Canary) -> None:
    client = HttpClient("test", guard=_answering(address))
    with pytest.raises(NotDone):
        client.call("POST", f"http://friend.example:{canary.port}/", body=b"x")
    assert (canary.heard, canary.tried) == (0, [])


@pytest.mark.parametrize(
    "answers", [("93.184.215.14", "127.0.0.1"), ("127.0.0.1", "93.184.215.14"), ("2606:4700::1", "::1")]
)
def test_one_bad_answer_among_good_ones_refuses_the_name(answers: tuple[str, ...], canary: Canary) -> None:
    client = HttpClient("test", guard=_answering(*answers))
    with pytest.raises(NotDone):
        client.call("GET", f"http://friend.example:{canary.port}/")
    assert canary.tried == []


def test_a_name_is_resolved_once_and_pinned(canary: Canary, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rebinding name server answers with a public address first and with ours afterwards."""
    asked: list[str] = []

    def rebinding(host: str, port: int, **rest: object) -> list[tuple[object, ...]]:
        asked.append(host)
        address = "93.184.215.14" if len(asked) == 1 else "127.0.0.1"
        return [(2, 1, 6, "", (address, port))]

    monkeypatch.setattr("socket.getaddrinfo", rebinding)
    client = HttpClient("test")
    url = f"http://rebinding.example:{canary.port}/"
    with pytest.raises(NotDone, match="connect"):
        client.call("GET", url)
    assert (asked, canary.tried) == (["rebinding.example"], ["93.184.215.14"])
    with pytest.raises(NotDone, match="address"):
        client.call("GET", url)
    assert (len(asked), canary.heard, canary.tried) == (2, 0, ["93.184.215.14"])


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700:4700::1111"])
def test_public_addresses_are_tried(address: str, canary: Canary) -> None:
    with pytest.raises(NotDone, match="connect"):
        HttpClient("test", guard=_answering(address)).call("GET", "http://friend.example/")
    assert canary.tried == [address]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Note", "a\r\nHost: x"),
        ("X-Note", "a\nb"),
        ("X-Note", "a\x00"),
        ("X-No te", "a"),
        ("X-Note\r\nX", "a"),
        ("X-Note:", "a"),
        ("Host", "127.0.0.1"),
        ("Content-Length", "0"),
        ("Transfer-Encoding", "chunked"),
    ],
)
def test_no_header_smuggles_another_one(name: str, value: str, canary: Canary) -> None:
    with pytest.raises(NotDone, match="header"):
        HttpClient("test", guard=_answering("8.8.8.8")).call(
            "GET", "http://friend.example/", headers={name: value}
        )
    assert canary.tried == []


@pytest.mark.parametrize(
    "url", ["http://127.0.0.2:{p}/", "http://localhost:{p}/", "https://127.0.0.1:{p}/", "http://[::1]:{p}/"]
)
def test_the_own_gateway_opens_exactly_one_origin(url: str, canary: Canary) -> None:
    own = origin_of(f"http://127.0.0.1:{canary.port}/std/service")
    client = HttpClient("test", guard=Guard(own=own))
    assert client.call("GET", f"http://127.0.0.1:{canary.port}/").body == b"canary"
    with pytest.raises(CallFailed):
        client.call("GET", url.replace("{p}", str(canary.port)))
    assert canary.heard == 1


@pytest.mark.parametrize(
    "address", "169.254.169.254 100.100.100.200 0.0.0.0 ::ffff:127.0.0.1 224.0.0.1 ::".split()
)
def test_even_the_own_gateway_never_lies_there(address: str, canary: Canary) -> None:
    own = origin_of("http://gateway.internal:8080/")
    with pytest.raises(NotDone, match="address"):
        HttpClient("test", guard=Guard(own=own, resolve=lambda *_: [address])).call(
            "GET", "http://gateway.internal:8080/"
        )
    assert canary.tried == []


def test_the_proxy_of_the_environment_is_not_used(canary: Canary, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")
    with pytest.raises(NotDone):
        HttpClient("test", guard=_answering("8.8.8.8")).call("GET", "http://friend.example/")
    assert (canary.heard, canary.tried) == (0, ["8.8.8.8"])


def test_without_the_check_the_canary_hears_us(canary: Canary, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: this table can fail."""
    monkeypatch.setattr(connect, "why_refused", lambda address, **_: "")
    client = HttpClient("test", guard=_answering("127.0.0.1"))
    client.call("GET", f"http://friend.example:{canary.port}/")
    client.call("GET", f"http://127.0.0.1:{canary.port}/")
    assert canary.heard == 2
