from django.db import migrations

from common.triggers import append_only


class Migration(migrations.Migration):
    """What a member declared never changes, but it can be forgotten."""

    dependencies = [("trust", "0005_working_calendar")]

    operations = [
        append_only("trust_legalnameclaim", may_clear=["name_sealed", "identity_index", "region"]),
        append_only("trust_employmentclaim", may_clear=["sealed", "print"]),
    ]
