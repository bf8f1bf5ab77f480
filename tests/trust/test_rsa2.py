"""Golden vectors made by OpenSSL 3.0 (``openssl genpkey``, ``openssl dgst -sign``), not by our own code."""

import json
from pathlib import Path

import pytest

from trust.providers import rsa2

VECTORS = json.loads(Path(__file__).with_name("rsa2_vectors.json").read_text())
PUBLIC = rsa2.public_key(VECTORS["public_pem"])


@pytest.mark.parametrize("vector", VECTORS["signed"], ids=lambda one: one["name"])
def test_signs_as_openssl_does(vector):
    content = rsa2.content_of(vector["fields"])
    assert content.decode() == vector["content"]
    assert rsa2.sign_bytes(content, rsa2.private_key(VECTORS["private_pem"])) == vector["sha256"]
    assert rsa2.is_signed(content, vector["sha256"], PUBLIC)


@pytest.mark.parametrize("kind", ["sha1", "md5"])
def test_no_other_hash_verifies(kind):
    vector = VECTORS["signed"][0]
    assert not rsa2.is_signed(vector["content"].encode(), vector[kind], PUBLIC)


@pytest.mark.parametrize("signature", ["", "====", "bm90IGEgc2lnbmF0dXJl", "签"])
def test_nonsense_is_no_signature(signature):
    assert not rsa2.is_signed(b"a=1", signature, PUBLIC)


def test_a_changed_byte_does_not_verify():
    vector = VECTORS["signed"][0]
    assert not rsa2.is_signed(vector["content"].encode() + b" ", vector["sha256"], PUBLIC)


def test_short_and_strange_keys_are_refused():
    with pytest.raises(rsa2.BadKey):
        rsa2.public_key(VECTORS["short_public_pem"])
    with pytest.raises(rsa2.BadKey):
        rsa2.private_key("not a key at all")


def test_the_bare_base64_of_the_vendors_tool_is_read():
    bare = "".join(line for line in VECTORS["public_pem"].splitlines() if "-----" not in line)
    assert rsa2.public_key(bare).public_numbers() == PUBLIC.public_numbers()


def test_an_inner_object_is_cut_out_as_it_stands():
    raw = '{ "sign" : "x", "a_response" : {"b": 1,  "c":"\\u4e2d }"} }'
    assert rsa2.spans(raw)["a_response"][1] == '{"b": 1,  "c":"\\u4e2d }"}'


@pytest.mark.parametrize(
    "raw", ["", "[]", '{"a":1,"a":2}', '{"a":1} x', '{"a":1,}', '{"a"1}', "{", "{1:2}", '{"a":1']
)
def test_anything_else_than_one_object_is_refused(raw):
    with pytest.raises(ValueError):
        rsa2.spans(raw)
