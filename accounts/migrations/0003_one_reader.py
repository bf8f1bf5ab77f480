"""One person at WeChat is one member here."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_written_once"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="linkedlogin",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reader_index", ""), _negated=True),
                fields=("provider", "reader_index"),
                name="linkedlogin_one_reader",
            ),
        ),
    ]
