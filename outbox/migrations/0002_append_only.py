from django.db import migrations

from common.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_facts_jobs_audit")]

    operations = [
        append_only("outbox_factrow"),
        append_only("outbox_auditline", may_set_once=["seal_number"]),
        append_only("outbox_auditseal"),
    ]
