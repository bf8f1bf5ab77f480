from django.db import migrations

from common.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("trust", "0001_cases")]

    operations = [
        append_only("trust_decision"),
        append_only("trust_legalnameclaim"),
    ]
