"""Second wall behind the operations: what is written once stays, on either engine."""

from django.db import migrations

from common.triggers import append_only


class Migration(migrations.Migration):
    replaces = [("gifts", "0011_thanks_with_photo")]
    dependencies = [("gifts", "0001_tables")]

    operations = [
        append_only("gifts_stockentry"),
        append_only("gifts_codereveal"),
        append_only("gifts_transferstep"),
    ]
