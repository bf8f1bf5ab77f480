"""Under what a service pays money to a member."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_written_once")]

    operations = [
        migrations.AddField(
            model_name="linkedlogin",
            name="payee_sealed",
            field=models.TextField(blank=True, default="", verbose_name="under what money is paid, sealed"),
        ),
    ]
