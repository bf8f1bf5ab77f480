"""Whoever comes to an event says how they are shown on its page."""

from django.db import migrations, models
from django.db.models import Q

NAMES = ["name", "trade", "host"]


class Migration(migrations.Migration):
    dependencies = [("groups", "0002_written_once")]

    operations = [
        migrations.AddField(
            model_name="rsvp",
            name="seen_as",
            field=models.CharField(
                choices=[
                    ("name", "By my name"),
                    ("trade", "By my city and line of work only"),
                    ("host", "For the host only"),
                ],
                db_default="name",
                default="name",
                max_length=8,
                verbose_name="shown on the event’s page",
            ),
        ),
        migrations.AddConstraint(
            model_name="rsvp",
            constraint=models.CheckConstraint(condition=Q(seen_as__in=NAMES), name="rsvp_known_seen_as"),
        ),
    ]
