import pytest
from django.db import DatabaseError, transaction

from common import crypto
from common.crypto import CannotDecrypt, KeyShredded
from common.models import DataKey

pytestmark = pytest.mark.django_db


def test_what_was_encrypted_comes_back() -> None:
    key = crypto.create_key("member:abc")

    token = key.encrypt("王小明", aad="claim:1:name")

    assert "王" not in token
    assert DataKey.objects.get().decrypt(token, aad="claim:1:name") == "王小明"


def test_a_cell_can_not_be_swapped() -> None:
    key = crypto.create_key("member:abc")
    token = key.encrypt("secret", aad="claim:1:name")

    with pytest.raises(CannotDecrypt):
        key.decrypt(token, aad="claim:2:name")
    with pytest.raises(CannotDecrypt):
        crypto.create_key("member:xyz").decrypt(token, aad="claim:1:name")
    with pytest.raises(CannotDecrypt):
        key.decrypt(token[:-6] + "AAAA==", aad="claim:1:name")


def test_a_shredded_key_opens_nothing_any_more() -> None:
    key = crypto.create_key("member:abc")
    token = key.encrypt("secret", aad="a")

    assert crypto.shred_key(key.pk) is True
    assert crypto.shred_key(key.pk) is False

    with pytest.raises(KeyShredded):
        DataKey.objects.get().decrypt(token, aad="a")


def test_a_key_is_either_there_or_shredded() -> None:
    key = crypto.create_key("member:abc")

    with pytest.raises(DatabaseError), transaction.atomic():
        DataKey.objects.filter(pk=key.pk).update(wrapped="")


def test_a_rotated_master_key_still_opens_old_ones(settings: object) -> None:
    key = crypto.create_key("member:abc")
    token = key.encrypt("secret", aad="a")

    settings.MASTER_KEYS = "new:" + "33" * 32 + "," + settings.MASTER_KEYS  # type: ignore[attr-defined]

    assert DataKey.objects.get().decrypt(token, aad="a") == "secret"
    assert crypto.create_key("member:xyz").master_key_id == "new"


def test_a_missing_master_key_is_an_error_and_never_another_value(settings: object) -> None:
    token = crypto.create_key("member:abc").encrypt("secret", aad="a")
    settings.MASTER_KEYS = "other:" + "44" * 32  # type: ignore[attr-defined]

    with pytest.raises(CannotDecrypt):
        DataKey.objects.get().decrypt(token, aad="a")


def test_the_blind_index_finds_equals_per_purpose() -> None:
    same = crypto.blind_index("x", purpose="a")

    assert same == crypto.blind_index("x", purpose="a")
    assert same != crypto.blind_index("y", purpose="a")
    assert same != crypto.blind_index("x", purpose="b")
    assert len(same) == 64


def test_operators_secrets_are_bound_to_their_place() -> None:
    token = crypto.seal_secret("s3cret", aad="draw:1")

    assert crypto.open_secret(token, aad="draw:1") == "s3cret"
    with pytest.raises(CannotDecrypt):
        crypto.open_secret(token, aad="draw:2")
