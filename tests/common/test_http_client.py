"""The client says what can be known: certainly nothing happened, or nobody knows."""

import contextlib
import datetime
import gzip
import logging
import socket
import ssl
import struct
import threading
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from common.http.breaker import Breaker
from common.http.client import Answer, HttpClient, Limits
from common.http.connect import Budget, BudgetedSocket, BudgetSpent, Guard, current_budget
from common.http.errors import CallFailed, Declined, NotDone, OutcomeUnknown
from common.http.urls import Origin
from tests.common.raw_server import Behaviour, RawServer, answer, serving


def _client(server: RawServer, *, seconds: float = 5.0, failures: int = 99, name: str = "test") -> HttpClient:
    return HttpClient(
        name,
        guard=Guard(own=Origin(scheme="http", host="127.0.0.1", port=server.port)),
        limits=Limits(connect_seconds=1.0, total_seconds=seconds),
        breaker=Breaker(failures=failures, pause_seconds=60.0),
    )


def _post(behaviour: Behaviour, *, seconds: float = 5.0) -> Answer:
    with serving(behaviour) as server:
        return _client(server, seconds=seconds).call("POST", server.url, body=b"x")


def _drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
    for _ in range(500):
        connection.sendall(b".")
        time.sleep(0.02)


def _drip_headers(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
    for _ in range(500):
        connection.sendall(b".")
        time.sleep(0.02)


def _flood(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65536)


def _flood_chunk_size(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"0" * 65536)


def _flood_headers(connection: socket.socket) -> None:
    long_header = b"X-Long: " + b"x" * 60_000 + b"\r\n"
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + long_header * 50 + b"\r\nok")


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _half(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it")
    connection.close()


def _hang(connection: socket.socket) -> None:
    time.sleep(6)


BOMB = gzip.compress(b"0" * 50_000_000)
AFTER_SENDING: dict[str, tuple[Behaviour, str]] = {
    "hang": (_hang, "timeout"),
    "drip": (_drip, "timeout"),
    "drip headers": (_drip_headers, "timeout"),
    "flood": (_flood, "size"),
    "flood in a chunk size": (_flood_chunk_size, "size|broken"),
    "flood in headers": (_flood_headers, "size"),
    "reset": (_reset, "broken"),
    "half a body": (_half, "broken"),
    "not HTTP": (lambda c: c.sendall(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), "broken"),
    "closed without a word": (lambda c: c.close(), "broken"),
    "server error": (answer("500 Internal Server Error"), "http-500"),
    "bad gateway": (answer("502 Bad Gateway"), "http-502"),
    "client error that nobody declared": (answer("409 Conflict"), "http-409"),
    "redirect": (answer("302 Found", b"", "Location: http://127.0.0.1:1/"), "redirect"),
    "compressed bomb": (answer("200 OK", BOMB, "Content-Encoding: gzip"), "garbage"),
}


@pytest.mark.parametrize("kind", AFTER_SENDING)
def test_after_sending_the_outcome_is_unknown(kind: str) -> None:
    behaviour, reason = AFTER_SENDING[kind]
    started = time.monotonic()
    with pytest.raises(OutcomeUnknown, match=reason):
        _post(behaviour, seconds=0.6)
    assert time.monotonic() - started < 4.0


def test_one_late_byte_buys_no_more_time() -> None:
    def late(connection: socket.socket) -> None:
        time.sleep(1.2)
        connection.sendall(b"H")
        time.sleep(6)

    started = time.monotonic()
    with pytest.raises(OutcomeUnknown, match="timeout"):
        _post(late, seconds=1.5)
    assert time.monotonic() - started < 2.4


def test_a_spent_budget_reads_nothing_more() -> None:
    ours, theirs = socket.socketpair()
    theirs.sendall(b"more")
    token = current_budget.set(Budget(deadline=0.0, bytes_left=100, connect_seconds=1.0))
    try:
        with theirs, BudgetedSocket(fileno=ours.detach()) as sock, pytest.raises(BudgetSpent):
            sock.recv_into(bytearray(4))
    finally:
        current_budget.reset(token)


def test_an_answer_comes_back_whole() -> None:
    found = _post(answer("201 Created", b'{"a": 1}', "X-Note: hello"))
    assert (found.status, found.json(), found.headers["X-Note"]) == (201, {"a": 1}, "hello")


def test_nonsense_instead_of_json_is_unknown() -> None:
    with pytest.raises(OutcomeUnknown, match="garbage"):
        _post(answer("200 OK", b"<html>welcome</html>")).json()
    with pytest.raises(OutcomeUnknown, match="garbage"):
        _post(answer("200 OK", b"[" * 100_000)).json()


def test_a_chunked_answer_is_read() -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    assert _post(lambda connection: connection.sendall(chunked)).body == b"abcde"


def test_a_refused_connection_is_not_done() -> None:
    with serving(answer()) as server:
        client = _client(server)
    with pytest.raises(NotDone, match="connect"):
        client.call("POST", server.url, body=b"x")


def test_an_unknown_name_is_not_done() -> None:
    def nobody(host: str, port: int, seconds: float) -> list[str]:
        raise NotDone("dns", "no answer")

    with pytest.raises(NotDone, match="dns"):
        HttpClient("test", guard=Guard(resolve=nobody)).call("GET", "https://nobody.example/")


def test_a_silent_name_server_costs_the_connect_time_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object, **__: object) -> list[object]:
        time.sleep(4)
        return []

    monkeypatch.setattr("socket.getaddrinfo", silent)
    started = time.monotonic()
    with pytest.raises(NotDone, match="dns"):
        HttpClient("test", limits=Limits(connect_seconds=0.3)).call("GET", "https://slow.example/")
    assert time.monotonic() - started < 3.0


def test_a_declared_refusal_is_declined() -> None:
    with serving(answer("422 Unprocessable Content")) as server:
        with pytest.raises(Declined, match="http-422"):
            _client(server).call("POST", server.url, body=b"x", declined={422})
        assert _client(server).call("GET", server.url, accept={422}).status == 422


@pytest.mark.parametrize("status", ["301", "302", "303", "307", "308"])
def test_redirects_are_not_followed(status: str) -> None:
    with serving(answer()) as inside:
        redirecting = answer(f"{status} Moved", b"", f"Location: {inside.url}")
        with serving(redirecting) as server, pytest.raises(OutcomeUnknown, match="redirect"):
            _client(server).call("GET", server.url)
        assert inside.connections == 0


def test_connections_are_kept_alive_and_carry_no_cookies() -> None:
    with serving(answer("200 OK", b"ok", "Set-Cookie: a=b")) as server:
        client = _client(server)
        for _ in range(3):
            client.call("GET", f"{server.url}path?query=1")
    assert server.connections == 1
    assert all(request.startswith(b"GET /path?query=1 HTTP/1.1\r\n") for request in server.requests)
    assert not any(b"ookie:" in request for request in server.requests)


def test_the_breaker_opens_pauses_and_lets_one_through() -> None:
    now = [0.0]
    breaker = Breaker(failures=2, pause_seconds=10.0, clock=lambda: now[0])
    breaker.failed("a:80")
    breaker.enter("a:80")
    breaker.failed("a:80")
    with pytest.raises(NotDone, match="breaker"):
        breaker.enter("a:80")
    breaker.enter("b:80")
    now[0] = 10.5
    breaker.enter("a:80")
    with pytest.raises(NotDone, match="breaker"):
        breaker.enter("a:80")
    breaker.succeeded("a:80")
    breaker.enter("a:80")


def test_a_sick_host_is_left_alone_after_some_failures() -> None:
    with serving(answer("503 Service Unavailable")) as server:
        client = _client(server, failures=3)
        for _ in range(6):
            with contextlib.suppress(CallFailed):
                client.call("GET", server.url)
        assert len(server.requests) == 3


def test_the_log_line_names_the_call_and_nothing_of_its_content(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), serving(answer()) as server:
        _client(server, name="sms").call(
            "POST",
            f"{server.url}secret-path?token=secret-query",
            body=b"secret-body",
            headers={"X-Signature": "secret-header"},
        )
    [line] = [record.getMessage() for record in caplog.records if "http.call" in record.getMessage()]
    assert f"provider=sms method=POST host=127.0.0.1:{server.port} status=200" in line
    assert "secret" not in caplog.text


def test_many_threads_share_one_client() -> None:
    with serving(answer()) as server:
        client = _client(server)
        found: list[int] = []
        threads = [
            threading.Thread(target=lambda: found.append(client.call("GET", server.url).status))
            for _ in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [200] * 20


def _certificate(folder: Path, name: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return path


@pytest.mark.parametrize(("host", "works"), [("carrier.example", True), ("other.example", False)])
def test_tls_checks_the_name_though_the_address_is_pinned(host: str, works: bool, tmp_path: Path) -> None:
    pem = _certificate(tmp_path, "carrier.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    asked_for: list[str | None] = []
    context.sni_callback = lambda sock, name, ctx: asked_for.append(name)

    def speak_tls(listener: socket.socket) -> None:
        with contextlib.suppress(OSError), listener.accept()[0] as plain:
            with context.wrap_socket(plain, server_side=True) as connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsafe")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=speak_tls, args=(listener,), daemon=True).start()
        port = listener.getsockname()[1]
        guard = Guard(own=Origin(scheme="https", host=host, port=port), resolve=lambda *_: ["127.0.0.1"])
        client = HttpClient("test", guard=guard, ca_file=str(pem))
        if works:
            assert client.call("GET", f"https://{host}:{port}/").body == b"safe"
        else:
            with pytest.raises(NotDone, match="connect"):
                client.call("GET", f"https://{host}:{port}/")
    assert asked_for == [host]
