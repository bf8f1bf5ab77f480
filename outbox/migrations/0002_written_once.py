"""Second wall behind the operations: what is written once stays, on either engine."""

from django.db import migrations

from common.triggers import append_only


class Migration(migrations.Migration):
    replaces = [("outbox", "0002_append_only")]
    dependencies = [("outbox", "0001_tables")]

    operations = [
        append_only("outbox_factrow"),
        append_only("outbox_auditline", may_set_once=["seal_number"]),
        append_only("outbox_auditseal"),
    ]
