"""Second wall behind the operations: what is written once stays, on either engine."""

from django.db import migrations

from common.triggers import append_only


class Migration(migrations.Migration):
    replaces = [("groups", "0011_teams")]
    dependencies = [("groups", "0001_tables")]

    operations = [
        append_only("groups_queuemove"),
        append_only("groups_checkin"),
        append_only("groups_depositentry"),
    ]
