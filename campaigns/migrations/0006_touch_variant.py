from django.db import migrations, models

from common.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0005_day_counts"),
    ]

    operations = [
        migrations.AddField(
            model_name="touch",
            name="variant",
            field=models.CharField(blank=True, max_length=20),
        ),
        # SQLite makes the table anew, without its triggers; PostgreSQL's name the columns that there were.
        append_only("campaigns_touch"),
    ]
