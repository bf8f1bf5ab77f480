import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.ids


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0001_tables"),
        ("groups", "0010_introductions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="album_audience",
            field=models.PositiveSmallIntegerField(
                choices=[(10, "Whoever was there"), (20, "Everybody in the group")],
                db_default=10,
                default=10,
                verbose_name="who may see its photos",
            ),
        ),
        migrations.CreateModel(
            name="AlbumPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("public_id", common.ids.PublicIdField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Being made safe"),
                            ("refused", "No picture that can be used"),
                            ("waiting", "Waits for everybody in it"),
                            ("shown", "Shown"),
                            ("down", "Not shown"),
                        ],
                        default="received",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "audience",
                    models.PositiveSmallIntegerField(
                        choices=[(10, "Whoever was there"), (20, "Everybody in the group")],
                        verbose_name="who may see it",
                    ),
                ),
                (
                    "down_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "-"),
                            ("taken-back", "By whoever added it"),
                            ("declined", "Somebody in it said no"),
                            ("objected", "Somebody said that they are in it"),
                            ("runner", "By whoever runs the event"),
                            ("blocked", "Two of its people blocked each other"),
                            ("left", "Somebody in it left the community"),
                        ],
                        max_length=12,
                        verbose_name="why it is not shown",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="added")),
                ("down_at", models.DateTimeField(blank=True, null=True, verbose_name="not shown since")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="groups.event",
                        verbose_name="event",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="common.storedfile"
                    ),
                ),
                (
                    "uploader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo of an event",
                "verbose_name_plural": "photos of events",
            },
        ),
        migrations.CreateModel(
            name="AlbumMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "Asked"), ("agreed", "Agreed"), ("declined", "Said no")],
                        default="asked",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="At")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="groups.albumphoto",
                    ),
                ),
            ],
            options={
                "verbose_name": "somebody in a photo",
                "verbose_name_plural": "people in photos",
            },
        ),
        migrations.CreateModel(
            name="RecapPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "photo",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="groups.albumphoto"
                    ),
                ),
                (
                    "recap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="groups.recap"
                    ),
                ),
            ],
            options={
                "verbose_name": "photo of a recap",
                "verbose_name_plural": "photos of recaps",
            },
        ),
        migrations.AddIndex(
            model_name="albumphoto",
            index=models.Index(fields=["event", "-id"], name="photo_of_event"),
        ),
        migrations.AddConstraint(
            model_name="albumphoto",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["received", "refused", "waiting", "shown", "down"])),
                name="photo_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="albumphoto",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "down"), _negated=True), ("down_at__isnull", False), _connector="OR"
                ),
                name="photo_down_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="albummark",
            constraint=models.UniqueConstraint(fields=("photo", "member"), name="mark_once_per_photo"),
        ),
        migrations.AddConstraint(
            model_name="albummark",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "agreed", "declined"])), name="mark_known_state"
            ),
        ),
    ]
