from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("connect", "0002_event_imports"),
    ]

    operations = [
        migrations.AddField(
            model_name="endpoint",
            name="brand_ref",
            field=models.CharField(blank=True, db_index=True, max_length=64, verbose_name="brand"),
        ),
    ]
