from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0005_rituals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="reminded",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="reminders sent"),
        ),
        migrations.AddField(
            model_name="event",
            name="sequence",
            field=models.PositiveIntegerField(default=0, verbose_name="changes told"),
        ),
        migrations.AddField(
            model_name="event",
            name="word",
            field=models.CharField(blank=True, max_length=300, verbose_name="the host’s word"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["state", "starts_at"], name="event_by_clock"),
        ),
    ]
