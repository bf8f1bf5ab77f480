import pytest
from django.core.management import call_command

from common import crypto
from common.models import DataKey

pytestmark = pytest.mark.django_db
OLD, NEW = "old:" + "11" * 32, "new:" + "33" * 32


def test_rotating_lets_the_old_master_key_go(settings, capsys):
    settings.MASTER_KEYS = OLD
    keys = [crypto.create_key("member:x") for _ in range(3)]
    sealed = [key.encrypt("secret", aad="a") for key in keys]
    crypto.shred_key(keys[2].pk)
    settings.MASTER_KEYS = f"{NEW},{OLD}"
    call_command("rotate_keys")
    assert "2 keys wrapped anew" in capsys.readouterr().out
    settings.MASTER_KEYS = NEW
    assert [
        DataKey.objects.get(pk=key.pk).decrypt(text, aad="a")
        for key, text in zip(keys[:2], sealed, strict=False)
    ]
    with pytest.raises(crypto.KeyShredded):
        DataKey.objects.get(pk=keys[2].pk).decrypt(sealed[2], aad="a")


def test_without_rotating_the_old_master_key_is_still_needed(settings):
    settings.MASTER_KEYS = OLD
    key = crypto.create_key("member:x")
    sealed = key.encrypt("secret", aad="a")
    settings.MASTER_KEYS = NEW
    with pytest.raises(crypto.CannotDecrypt):
        key.decrypt(sealed, aad="a")
