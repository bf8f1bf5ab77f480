"""Second wall behind the operations: what is written once stays, on either engine."""

from django.db import migrations

from common.triggers import append_only


class Migration(migrations.Migration):
    replaces = [("accounts", "0008_profile_photo")]
    dependencies = [("accounts", "0001_tables")]

    operations = [
        append_only("accounts_noticetext"),
        append_only("accounts_look"),
    ]
