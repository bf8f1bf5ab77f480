"""The script for sites: small, from us, telling nobody. In a browser: tests/journeys/test_snippet.py."""

import pytest


def test_it_is_small_and_for_pages_of_any_origin(client):
    answer = client.get("/gx.js")
    assert len(answer.content) < 2048
    assert answer["Content-Type"].startswith("text/javascript")
    assert (answer["Access-Control-Allow-Origin"], answer["Cross-Origin-Resource-Policy"]) == (
        "*",
        "cross-origin",
    )
    assert "public" in answer["Cache-Control"] and "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "word", [b"cookie =", b"eval", b"Function(", b"fetch", b"XMLHttp", b"sendBeacon", b"localSto"]
)
def test_it_sends_and_stores_nothing_behind_the_sites_back(client, word):
    assert word not in client.get("/gx.js").content
