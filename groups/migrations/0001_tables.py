import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.ids
import common.texts
import groups.models.memberships
from common.new_tables import NewTables


class Migration(migrations.Migration):
    """All tables at once. Takes the place of the steps in which they grew."""

    replaces = [
        ("groups", "0001_groups_and_memberships"),
        ("groups", "0002_coming_in"),
        ("groups", "0003_events"),
        ("groups", "0004_board"),
        ("groups", "0005_rituals"),
        ("groups", "0006_event_changes"),
        ("groups", "0007_stars"),
        ("groups", "0008_door"),
        ("groups", "0009_tickets_of_earlier_answers"),
        ("groups", "0010_calendar_links"),
        ("groups", "0003_moderation"),
        ("groups", "0004_complaints"),
        ("groups", "0005_team_tasks"),
        ("groups", "0006_recaps"),
        ("groups", "0007_asked_first"),
        ("groups", "0008_pauses"),
        ("groups", "0009_radar"),
        ("groups", "0010_introductions"),
        ("groups", "0011_albums"),
        ("groups", "0012_complaints_from_elsewhere"),
        ("groups", "0013_series"),
        ("groups", "0014_deposits"),
        ("groups", "0015_post_photos"),
        ("groups", "0016_engagement"),
        ("groups", "0017_stewardship"),
        ("groups", "0018_buddy_drafts"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("common", "0001_tables"),
    ]

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="CalendarLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "member",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "secret",
                            models.CharField(
                                default=common.ids.new_public_id,
                                editable=False,
                                max_length=20,
                                unique=True,
                                verbose_name="secret",
                            ),
                        ),
                        ("made_at", models.DateTimeField(verbose_name="made")),
                    ],
                    options={
                        "verbose_name": "calendar link",
                        "verbose_name_plural": "calendar links",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Group",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0)),
                        ("public_id", common.ids.PublicIdField()),
                        ("name", common.texts.I18nField(default=dict, verbose_name="name")),
                        (
                            "purpose",
                            common.texts.I18nField(blank=True, default=dict, verbose_name="what it is for"),
                        ),
                        (
                            "visibility",
                            models.CharField(
                                choices=[
                                    ("public", "Everybody, also visitors"),
                                    ("listed", "All members of the community"),
                                    ("private", "Only those who are in it or were invited"),
                                ],
                                max_length=12,
                                verbose_name="who finds it",
                            ),
                        ),
                        (
                            "join_policy",
                            models.CharField(
                                choices=[
                                    ("open", "Anybody can join"),
                                    ("request", "A steward answers each request"),
                                    ("invite", "By invitation only"),
                                    ("certified", "Anybody with a professional certification can join"),
                                    ("vouched", "Members vouch for newcomers"),
                                ],
                                max_length=12,
                                verbose_name="how one joins",
                            ),
                        ),
                        ("capabilities", models.JSONField(blank=True, default=dict)),
                        (
                            "vouches_needed",
                            models.PositiveSmallIntegerField(
                                default=2, verbose_name="vouches that a newcomer needs"
                            ),
                        ),
                        (
                            "capacity",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="places"),
                        ),
                        ("seats_taken", models.PositiveIntegerField(default=0, verbose_name="members")),
                        ("next_seq", models.PositiveIntegerField(default=1)),
                        ("time_zone", models.CharField(max_length=64, verbose_name="time zone")),
                        ("locale", models.CharField(max_length=12, verbose_name="language")),
                        (
                            "state",
                            models.CharField(
                                choices=[("active", "Active"), ("archived", "Archived")],
                                default="active",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "founded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("founded_at", models.DateTimeField(verbose_name="founded")),
                    ],
                    options={
                        "verbose_name": "group",
                        "verbose_name_plural": "groups",
                        "indexes": [
                            models.Index(
                                fields=["state", "visibility", "-seats_taken", "-id"], name="group_to_find"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["active", "archived"])),
                                name="group_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("capacity__isnull", True),
                                    ("seats_taken__lte", models.F("capacity")),
                                    _connector="OR",
                                ),
                                name="group_not_over_capacity",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BuddyDraft",
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
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="groups.group",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "buddy",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("shown", "Waits for a word"),
                                    ("answered", "Answered"),
                                    ("published", "On the board"),
                                    ("withdrawn", "Taken back"),
                                    ("lapsed", "Its time is over"),
                                ],
                                default="shown",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "data_key",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="common.datakey",
                            ),
                        ),
                        ("sealed_body", models.TextField(blank=True)),
                        ("sealed_advice", models.TextField(blank=True)),
                        ("is_good", models.BooleanField(null=True)),
                        ("shown_at", models.DateTimeField(verbose_name="shown")),
                        ("expires_at", models.DateTimeField(verbose_name="until")),
                    ],
                    options={
                        "verbose_name": "draft for a buddy",
                        "verbose_name_plural": "drafts for a buddy",
                        "indexes": [
                            models.Index(fields=["author", "-id"], name="draft_by_author"),
                            models.Index(fields=["buddy", "-id"], name="draft_to_buddy"),
                            models.Index(
                                condition=models.Q(("state__in", ("shown", "answered"))),
                                fields=["expires_at"],
                                name="draft_to_lapse",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["shown", "answered", "published", "withdrawn", "lapsed"])
                                ),
                                name="draft_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("author", models.F("buddy")), _negated=True),
                                name="draft_of_two_people",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("shown", "answered"))),
                                fields=("group", "author"),
                                name="draft_one_live_per_author",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("shown", "answered")),
                                    models.Q(("sealed_advice", ""), ("sealed_body", "")),
                                    _connector="OR",
                                ),
                                name="draft_over_is_empty",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EngagementWeek",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="groups.group",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="week from")),
                        ("points", models.PositiveIntegerField(default=0, verbose_name="weighted")),
                        ("people", models.PositiveIntegerField(default=0, verbose_name="took part")),
                        ("signs", models.PositiveIntegerField(default=0, verbose_name="signs")),
                        ("posts", models.PositiveIntegerField(default=0, verbose_name="posts")),
                        ("comments", models.PositiveIntegerField(default=0, verbose_name="comments")),
                        (
                            "answers",
                            models.PositiveIntegerField(default=0, verbose_name="answers to rituals"),
                        ),
                        (
                            "answered",
                            models.PositiveIntegerField(
                                default=0, verbose_name="posts answered within a day"
                            ),
                        ),
                        ("pairs", models.PositiveIntegerField(default=0, verbose_name="answered each other")),
                        ("came", models.PositiveIntegerField(default=0, verbose_name="came to events")),
                        ("active", models.PositiveIntegerField(default=0, verbose_name="active")),
                        ("quiet", models.PositiveIntegerField(default=0, verbose_name="quiet")),
                        ("dormant", models.PositiveIntegerField(default=0, verbose_name="dormant")),
                        ("never", models.PositiveIntegerField(default=0, verbose_name="never did anything")),
                        ("counted_at", models.DateTimeField(verbose_name="counted")),
                    ],
                    options={
                        "verbose_name": "week of engagement",
                        "verbose_name_plural": "weeks of engagement",
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("group"),
                                models.OrderBy(models.F("starts_on"), descending=True),
                                name="engagement_once_a_week",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="EventSeries",
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
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="groups.group",
                            ),
                        ),
                        (
                            "rhythm",
                            models.CharField(
                                choices=[
                                    ("weekly", "Every week"),
                                    ("fortnightly", "Every second week"),
                                    ("monthly", "Every month, on the same weekday of the same week"),
                                ],
                                max_length=12,
                                verbose_name="how often",
                            ),
                        ),
                        ("anchor_wall", models.CharField(max_length=16)),
                        ("anchor_number", models.PositiveIntegerField(default=0)),
                        ("next_number", models.PositiveIntegerField(default=1)),
                        ("time_zone", models.CharField(max_length=64, verbose_name="time zone")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="last day")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Goes on"), ("ended", "No more are planned")],
                                default="open",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="made")),
                    ],
                    options={
                        "verbose_name": "series of events",
                        "verbose_name_plural": "series of events",
                        "indexes": [models.Index(fields=["state", "id"], name="series_to_continue")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "ended"])),
                                name="series_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rhythm__in", ["weekly", "fortnightly", "monthly"])),
                                name="series_known_rhythm",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
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
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="groups.group",
                            ),
                        ),
                        (
                            "host",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("title", common.texts.I18nField(default=dict, verbose_name="title")),
                        (
                            "about",
                            common.texts.I18nField(
                                blank=True, default=dict, verbose_name="what happens there"
                            ),
                        ),
                        ("venue", models.CharField(max_length=200, verbose_name="where")),
                        (
                            "map_url",
                            models.URLField(blank=True, max_length=500, verbose_name="link to a map"),
                        ),
                        ("time_zone", models.CharField(max_length=64, verbose_name="time zone")),
                        ("starts_wall", models.CharField(max_length=16)),
                        ("starts_at", models.DateTimeField(verbose_name="starts")),
                        ("ends_at", models.DateTimeField(verbose_name="ends")),
                        ("capacity", models.PositiveIntegerField(verbose_name="places")),
                        (
                            "max_party",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="most places per person"
                            ),
                        ),
                        (
                            "queue_rule",
                            models.CharField(
                                choices=[
                                    ("strict", "Everybody behind waits too"),
                                    ("small-first", "Smaller parties behind may go first"),
                                ],
                                default="strict",
                                max_length=12,
                                verbose_name="rule of the line",
                            ),
                        ),
                        (
                            "offer_minutes",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="minutes to answer an offered place"
                            ),
                        ),
                        ("seats_held", models.PositiveIntegerField(default=0, verbose_name="places taken")),
                        ("next_seq", models.PositiveIntegerField(default=1)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("published", "Open"),
                                    ("postponed", "Put off"),
                                    ("running", "Going on"),
                                    ("ended", "Over"),
                                    ("recapped", "Over and told"),
                                    ("cancelled", "Called off"),
                                ],
                                default="draft",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("sequence", models.PositiveIntegerField(default=0, verbose_name="changes told")),
                        (
                            "word",
                            models.CharField(blank=True, max_length=300, verbose_name="the host’s word"),
                        ),
                        (
                            "reminded",
                            models.PositiveSmallIntegerField(default=0, verbose_name="reminders sent"),
                        ),
                        (
                            "is_counted",
                            models.BooleanField(default=False, verbose_name="the door is counted"),
                        ),
                        (
                            "album_audience",
                            models.PositiveSmallIntegerField(
                                choices=[(10, "Whoever was there"), (20, "Everybody in the group")],
                                db_default=10,
                                default=10,
                                verbose_name="who may see its photos",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="groups.eventseries",
                                verbose_name="series of events",
                            ),
                        ),
                        (
                            "series_number",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="number in its series"
                            ),
                        ),
                        (
                            "is_apart",
                            models.BooleanField(
                                db_default=False, default=False, verbose_name="changed by itself"
                            ),
                        ),
                        (
                            "deposit_fen",
                            models.PositiveIntegerField(
                                db_default=0, default=0, verbose_name="deposit in fen"
                            ),
                        ),
                        (
                            "deposit_hours",
                            models.PositiveSmallIntegerField(
                                db_default=24,
                                default=24,
                                verbose_name="hours before which leaving is in time",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="made")),
                    ],
                    options={
                        "verbose_name": "event",
                        "verbose_name_plural": "events",
                        "indexes": [
                            models.Index(fields=["group", "starts_at", "id"], name="event_of_group"),
                            models.Index(fields=["state", "starts_at"], name="event_by_clock"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "draft",
                                            "published",
                                            "postponed",
                                            "running",
                                            "ended",
                                            "recapped",
                                            "cancelled",
                                        ],
                                    )
                                ),
                                name="event_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("seats_held__lte", models.F("capacity"))),
                                name="event_not_overbooked",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="event_ends_after_start",
                            ),
                            models.UniqueConstraint(
                                fields=("series", "series_number"), name="event_once_in_series"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("series__isnull", True), ("series_number__isnull", True)),
                                    models.Q(("series__isnull", False), ("series_number__isnull", False)),
                                    _connector="OR",
                                ),
                                name="event_numbered_in_series",
                            ),
                        ],
                    },
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
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="photos",
                                to="groups.event",
                                verbose_name="event",
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
                        (
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="common.storedfile",
                            ),
                        ),
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
                        (
                            "down_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="not shown since"),
                        ),
                    ],
                    options={
                        "verbose_name": "photo of an event",
                        "verbose_name_plural": "photos of events",
                        "indexes": [models.Index(fields=["event", "-id"], name="photo_of_event")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["received", "refused", "waiting", "shown", "down"])
                                ),
                                name="photo_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "down"), _negated=True),
                                    ("down_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="photo_down_has_time",
                            ),
                        ],
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
                            "photo",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="marks",
                                to="groups.albumphoto",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
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
                    ],
                    options={
                        "verbose_name": "somebody in a photo",
                        "verbose_name_plural": "people in photos",
                        "constraints": [
                            models.UniqueConstraint(fields=("photo", "member"), name="mark_once_per_photo"),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["asked", "agreed", "declined"])),
                                name="mark_known_state",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Feedback",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="feedback",
                                to="groups.event",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "met",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Not really"), (2, "So-so"), (3, "Yes")],
                                verbose_name="met somebody new",
                            ),
                        ),
                        (
                            "enjoyed",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Not really"), (2, "So-so"), (3, "Yes")],
                                verbose_name="had a good time",
                            ),
                        ),
                        (
                            "again",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Not really"), (2, "So-so"), (3, "Yes")],
                                verbose_name="would come again",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="At")),
                    ],
                    options={
                        "verbose_name": "feedback",
                        "verbose_name_plural": "feedback",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("event", "member"), name="feedback_one_per_person"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("again__in", [1, 2, 3]),
                                    ("enjoyed__in", [1, 2, 3]),
                                    ("met__in", [1, 2, 3]),
                                ),
                                name="feedback_known_marks",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Introduction",
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
                            "asker",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who asks",
                            ),
                        ),
                        (
                            "mutual",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who knows both",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="to whom",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Waits for whoever knows both"),
                                    ("passed_on", "Waits for the other"),
                                    ("introduced", "You know each other"),
                                    ("declined", "Declined"),
                                    ("withdrawn", "Taken back"),
                                    ("lapsed", "Its time is over"),
                                ],
                                default="asked",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("why", models.TextField(blank=True, max_length=300)),
                        ("sentence", models.TextField(blank=True, max_length=300)),
                        (
                            "data_key",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="common.datakey",
                            ),
                        ),
                        ("asker_contact", models.TextField(blank=True)),
                        ("target_contact", models.TextField(blank=True)),
                        ("created_at", models.DateTimeField(verbose_name="asked")),
                        ("expires_at", models.DateTimeField(verbose_name="until")),
                    ],
                    options={
                        "verbose_name": "introduction",
                        "verbose_name_plural": "introductions",
                        "indexes": [
                            models.Index(fields=["asker", "-id"], name="introduction_asked"),
                            models.Index(fields=["mutual", "-id"], name="introduction_through"),
                            models.Index(fields=["target", "-id"], name="introduction_to"),
                            models.Index(
                                condition=models.Q(("state__in", ("asked", "passed_on"))),
                                fields=["expires_at"],
                                name="introduction_to_lapse",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "asked",
                                            "passed_on",
                                            "introduced",
                                            "declined",
                                            "withdrawn",
                                            "lapsed",
                                        ],
                                    )
                                ),
                                name="introduction_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("asker", models.F("mutual")), _negated=True),
                                    models.Q(("asker", models.F("target")), _negated=True),
                                    models.Q(("mutual", models.F("target")), _negated=True),
                                ),
                                name="introduction_of_three_people",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("asked", "passed_on"))),
                                fields=("asker", "target"),
                                name="introduction_one_live",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InviteLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                default=groups.models.memberships.new_link_code, max_length=12, unique=True
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invite_links",
                                to="groups.group",
                            ),
                        ),
                        (
                            "maker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("uses_left", models.PositiveSmallIntegerField(default=50)),
                    ],
                    options={
                        "verbose_name": "invitation link",
                        "verbose_name_plural": "invitation links",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
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
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="groups.group",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("invited", "Invited"),
                                    ("requested", "Waiting for an answer"),
                                    ("waiting", "Waiting for a place"),
                                    ("active", "In the group"),
                                    ("declined", "Not taken in"),
                                    ("refused", "Did not want to come"),
                                    ("lapsed", "Never answered"),
                                    ("left", "Left"),
                                    ("removed", "Removed"),
                                    ("banned", "Not welcome any more"),
                                ],
                                default="waiting",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "role",
                            models.PositiveSmallIntegerField(
                                choices=[(10, "member"), (20, "co-steward"), (30, "steward")],
                                default=10,
                                verbose_name="role",
                            ),
                        ),
                        ("seq", models.PositiveIntegerField(blank=True, null=True)),
                        ("since", models.DateTimeField(verbose_name="since")),
                        ("expires_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "invited_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("answer", models.CharField(blank=True, max_length=300)),
                        ("joined_at", models.DateTimeField(blank=True, null=True, verbose_name="joined")),
                    ],
                    options={
                        "verbose_name": "membership",
                        "verbose_name_plural": "memberships",
                        "indexes": [
                            models.Index(fields=["member", "state"], name="membership_of_member"),
                            models.Index(
                                fields=["group", "state", "role", "joined_at", "id"],
                                name="membership_in_group",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("group", "member"), name="membership_one_per_pair"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting")),
                                fields=("group", "seq"),
                                name="membership_own_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "invited",
                                            "requested",
                                            "waiting",
                                            "active",
                                            "declined",
                                            "refused",
                                            "lapsed",
                                            "left",
                                            "removed",
                                            "banned",
                                        ],
                                    )
                                ),
                                name="membership_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "active"), _negated=True),
                                    ("joined_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="membership_active_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "waiting"), _negated=True),
                                    ("seq__isnull", False),
                                    _connector="OR",
                                ),
                                name="membership_waiting_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "active"),
                                    ("state__in", ("invited", "requested", "waiting")),
                                    ("role", 10),
                                    _connector="OR",
                                ),
                                name="membership_role_only_inside",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RadarSpot",
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
                            "group",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="groups.group",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("topic", "The same again and again"),
                                    ("spike", "Far more than usual"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Nobody has looked yet"),
                                    ("seen", "A steward has seen it"),
                                    ("faded", "Nothing new came"),
                                ],
                                default="open",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("size", models.PositiveIntegerField(verbose_name="how many")),
                        ("opened_at", models.DateTimeField(verbose_name="opened")),
                        ("last_at", models.DateTimeField(verbose_name="grew last")),
                    ],
                    options={
                        "verbose_name": "spot on the radar",
                        "verbose_name_plural": "spots on the radar",
                        "indexes": [models.Index(fields=["group", "state", "-id"], name="radar_in_group")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "seen", "faded"])),
                                name="radar_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["topic", "spike"])), name="radar_known_kind"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "spike"), ("state", "open")),
                                fields=("group",),
                                name="radar_one_spike_per_group",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RestDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rest_days",
                                to="groups.group",
                            ),
                        ),
                        ("local_date", models.DateField(verbose_name="day")),
                    ],
                    options={
                        "verbose_name": "day of rest",
                        "verbose_name_plural": "days of rest",
                        "constraints": [
                            models.UniqueConstraint(fields=("group", "local_date"), name="rest_day_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Ritual",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rituals",
                                to="groups.group",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("deeds", "Three good deeds and one habit"),
                                    ("topic", "Topic of the day"),
                                    ("weekend", "Weekend photos"),
                                    ("question", "A question"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", common.texts.I18nField(default=dict, verbose_name="title")),
                        (
                            "question",
                            common.texts.I18nField(blank=True, default=dict, verbose_name="question"),
                        ),
                        ("weekdays", models.PositiveSmallIntegerField(default=127)),
                        ("local_time", models.TimeField(verbose_name="opens at")),
                        (
                            "answer_first",
                            models.BooleanField(default=False, verbose_name="answers show after one’s own"),
                        ),
                        ("is_on", models.BooleanField(default=True, verbose_name="on")),
                        ("opened_through", models.DateField()),
                        ("next_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "ritual",
                        "verbose_name_plural": "rituals",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("is_on", True)), fields=["next_at"], name="ritual_due"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["deeds", "topic", "weekend", "question"])),
                                name="ritual_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weekdays__gte", 1), ("weekdays__lte", 127)),
                                name="ritual_some_weekday",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Prompt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "ritual",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="prompts",
                                to="groups.ritual",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="prompts",
                                to="groups.group",
                            ),
                        ),
                        ("local_date", models.DateField(verbose_name="day")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("deeds", "Three good deeds and one habit"),
                                    ("topic", "Topic of the day"),
                                    ("weekend", "Weekend photos"),
                                    ("question", "A question"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", common.texts.I18nField(default=dict, verbose_name="title")),
                        (
                            "question",
                            common.texts.I18nField(blank=True, default=dict, verbose_name="question"),
                        ),
                        ("answer_first", models.BooleanField(default=False)),
                        ("opens_at", models.DateTimeField(verbose_name="opened")),
                        ("closes_at", models.DateTimeField()),
                        ("answer_count", models.PositiveIntegerField(default=0, verbose_name="answers")),
                    ],
                    options={
                        "verbose_name": "prompt",
                        "verbose_name_plural": "prompts",
                        "indexes": [
                            models.Index(fields=["group", "-local_date", "-id"], name="prompt_of_group"),
                            models.Index(fields=["closes_at"], name="prompt_ends"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("ritual", "local_date"), name="prompt_once_a_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Post",
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
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("shown", "Shown"), ("deleted", "Deleted by its author")],
                                default="shown",
                                max_length=12,
                            ),
                        ),
                        (
                            "cover",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Open"),
                                    (10, "Folded: a click opens it"),
                                    (20, "Hidden: its author and the stewards see it"),
                                ],
                                db_default=0,
                                default=0,
                            ),
                        ),
                        ("sent_anyway", models.BooleanField(db_default=False, default=False)),
                        ("created_at", models.DateTimeField(verbose_name="written")),
                        ("edited_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "group",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="groups.group",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("note", "Post"),
                                    ("announcement", "Announcement"),
                                    ("prompt", "Answer to a prompt"),
                                    ("star", "Star of the day"),
                                    ("complaint", "Complaint to the stewards"),
                                    ("recap", "What an event was like"),
                                ],
                                default="note",
                                max_length=16,
                            ),
                        ),
                        (
                            "audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (10, "the stewards"),
                                    (20, "the group’s members"),
                                    (30, "all members of the community"),
                                    (40, "everybody, also visitors"),
                                ]
                            ),
                        ),
                        ("body", models.TextField(blank=True, max_length=4000)),
                        (
                            "prompt",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="groups.prompt",
                            ),
                        ),
                        ("veiled_until", models.DateTimeField(blank=True, null=True)),
                        ("pinned_at", models.DateTimeField(blank=True, null=True)),
                        ("comment_count", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "post",
                        "verbose_name_plural": "posts",
                        "indexes": [
                            models.Index(fields=["group", "-id"], name="post_on_board"),
                            models.Index(
                                condition=models.Q(("pinned_at__isnull", False)),
                                fields=["group", "-pinned_at"],
                                name="post_pinned",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["shown", "deleted"])),
                                name="post_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "deleted"), _negated=True),
                                    ("body", ""),
                                    _connector="OR",
                                ),
                                name="post_deleted_is_empty",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Brake",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0)),
                        (
                            "post",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="brakes",
                                to="groups.post",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="groups.group",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("on", "Answers wait"), ("lifted", "Lifted by a steward")],
                                default="on",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="At")),
                        ("until", models.DateTimeField(verbose_name="until")),
                    ],
                    options={
                        "verbose_name": "pause of answers",
                        "verbose_name_plural": "pauses of answers",
                        "indexes": [
                            models.Index(fields=["post", "until"], name="brake_on_post"),
                            models.Index(fields=["group", "-id"], name="brake_in_group"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["on", "lifted"])), name="brake_known_state"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until__gt", models.F("at"))), name="brake_ends_later"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Comment",
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
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("shown", "Shown"), ("deleted", "Deleted by its author")],
                                default="shown",
                                max_length=12,
                            ),
                        ),
                        (
                            "cover",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Open"),
                                    (10, "Folded: a click opens it"),
                                    (20, "Hidden: its author and the stewards see it"),
                                ],
                                db_default=0,
                                default=0,
                            ),
                        ),
                        ("sent_anyway", models.BooleanField(db_default=False, default=False)),
                        ("created_at", models.DateTimeField(verbose_name="written")),
                        ("edited_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "post",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="groups.post",
                            ),
                        ),
                        ("body", models.TextField(blank=True, max_length=1000)),
                    ],
                    options={
                        "verbose_name": "comment",
                        "verbose_name_plural": "comments",
                        "indexes": [models.Index(fields=["post", "id"], name="comment_under_post")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "deleted"), _negated=True),
                                    ("body", ""),
                                    _connector="OR",
                                ),
                                name="comment_deleted_is_empty",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Complaint",
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
                            "group",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="groups.group",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, max_length=80, verbose_name="said elsewhere"),
                        ),
                        (
                            "answer_limit",
                            models.PositiveSmallIntegerField(default=2000, verbose_name="longest answer"),
                        ),
                        (
                            "post",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="complaint",
                                to="groups.post",
                            ),
                        ),
                        ("body", models.TextField(blank=True, max_length=2000)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waiting to be seen"),
                                    ("acknowledged", "Seen, waiting for an answer"),
                                    ("answered", "Answered"),
                                    ("confirmed", "Settled, says who complained"),
                                    ("closed", "Closed after seven days"),
                                ],
                                default="open",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("opened_at", models.DateTimeField(verbose_name="opened")),
                        ("seen_by_at", models.DateTimeField()),
                        ("answer_by_at", models.DateTimeField()),
                        ("next_due_at", models.DateTimeField(blank=True, null=True)),
                        ("level", models.PositiveSmallIntegerField(default=0, verbose_name="reminders")),
                        ("rounds", models.PositiveSmallIntegerField(default=1)),
                        ("answer", models.TextField(blank=True, max_length=2000)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("since", models.DateTimeField(verbose_name="since")),
                    ],
                    options={
                        "verbose_name": "complaint",
                        "verbose_name_plural": "complaints",
                        "indexes": [
                            models.Index(
                                fields=["group", "state", "opened_at", "id"], name="complaint_on_desk"
                            ),
                            models.Index(fields=["member", "group", "-id"], name="complaint_of_member"),
                            models.Index(fields=["opened_at"], name="complaint_opened"),
                            models.Index(
                                condition=models.Q(("next_due_at__isnull", False)),
                                fields=["next_due_at"],
                                name="complaint_due",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["open", "acknowledged", "answered", "confirmed", "closed"])
                                ),
                                name="complaint_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("post__isnull", True), ("body", ""), _connector="OR"),
                                name="complaint_words_in_one_place",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("member__isnull", False), ("source", "")),
                                    models.Q(
                                        ("member__isnull", True), models.Q(("source", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="complaint_by_member_or_elsewhere",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("source", ""), _negated=True),
                                fields=("source",),
                                name="complaint_once_a_source",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "answered"), _negated=True),
                                    ("next_due_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="complaint_answered_closes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PostPhoto",
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
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="photos",
                                to="groups.post",
                            ),
                        ),
                        (
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="common.storedfile",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "Being made safe"),
                                    ("refused", "No picture that can be used"),
                                    ("shown", "Shown"),
                                    ("down", "Not shown"),
                                ],
                                default="received",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("alt", models.CharField(blank=True, max_length=200, verbose_name="description")),
                        ("created_at", models.DateTimeField(verbose_name="added")),
                        (
                            "down_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="not shown since"),
                        ),
                    ],
                    options={
                        "verbose_name": "photo of a post",
                        "verbose_name_plural": "photos of posts",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["received", "refused", "shown", "down"])),
                                name="post_photo_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "down"), _negated=True),
                                    models.Q(("alt", ""), ("down_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="post_photo_down_is_empty",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="PromptAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "prompt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="groups.prompt",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "post",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answered",
                                to="groups.post",
                            ),
                        ),
                        ("made_up", models.BooleanField(default=False)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "answer to a prompt",
                        "verbose_name_plural": "answers to prompts",
                        "constraints": [
                            models.UniqueConstraint(fields=("prompt", "member"), name="prompt_answered_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Reaction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reactions",
                                to="groups.post",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("thanks", "Thank you"),
                                    ("me_too", "Me too"),
                                    ("well_done", "Well done"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "reaction",
                        "verbose_name_plural": "reactions",
                        "constraints": [
                            models.UniqueConstraint(fields=("post", "member"), name="reaction_one_per_reader")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Recap",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recap_told",
                                to="groups.event",
                            ),
                        ),
                        (
                            "post",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recap_of",
                                to="groups.post",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="At")),
                    ],
                    options={
                        "verbose_name": "recap",
                        "verbose_name_plural": "recaps",
                        "indexes": [],
                        "constraints": [],
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
                            "recap",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="photos",
                                to="groups.recap",
                            ),
                        ),
                        (
                            "photo",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="groups.albumphoto",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "photo of a recap",
                        "verbose_name_plural": "photos of recaps",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewCase",
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
                            "group",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="groups.group",
                            ),
                        ),
                        (
                            "post",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="groups.post",
                            ),
                        ),
                        (
                            "comment",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="groups.comment",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "Waiting for a steward"),
                                    ("claimed", "A steward looks at it"),
                                    ("decided", "Decided"),
                                    ("appealed", "Appealed"),
                                    ("upheld", "Decided again, the same"),
                                    ("overturned", "Decided again, otherwise"),
                                ],
                                default="pending",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "weight",
                            models.PositiveIntegerField(default=0, verbose_name="weight of the flags"),
                        ),
                        ("opened_at", models.DateTimeField(verbose_name="opened")),
                        (
                            "holder",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("held_until", models.DateTimeField(blank=True, null=True)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "review case",
                        "verbose_name_plural": "review cases",
                        "indexes": [
                            models.Index(fields=["group", "state", "opened_at", "id"], name="review_on_desk")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["pending", "claimed", "decided", "appealed", "upheld", "overturned"],
                                    )
                                ),
                                name="review_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("post__isnull", True), ("comment__isnull", True), _connector="XOR"
                                ),
                                name="review_about_one_text",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "claimed"), _negated=True),
                                    ("held_until__isnull", False),
                                    _connector="OR",
                                ),
                                name="review_claimed_has_lease",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("pending", "claimed")),
                                    ("decided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="review_decided_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Flag",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0)),
                        (
                            "case",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="flags",
                                to="groups.reviewcase",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("unkind", "It hurts or attacks somebody"),
                                    ("private", "It tells something private about somebody"),
                                    ("false", "It is not true and does harm"),
                                    ("advert", "It is advertising"),
                                    ("danger", "Somebody may be in danger"),
                                    ("other", "Something else"),
                                ],
                                max_length=12,
                                verbose_name="reason",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("snapshot", models.TextField(blank=True)),
                        ("weight", models.PositiveSmallIntegerField(default=0)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waiting"),
                                    ("agreed", "The stewards agreed"),
                                    ("disagreed", "The stewards saw it otherwise"),
                                    ("deferred", "Not counted"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="open",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "flag",
                        "verbose_name_plural": "flags",
                        "indexes": [
                            models.Index(fields=["case", "id"], name="flag_in_case"),
                            models.Index(fields=["at"], name="flag_raised"),
                            models.Index(fields=["member", "state"], name="flag_of_member"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("case", "member", "reason"),
                                name="flag_one_live_per_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["open", "agreed", "disagreed", "deferred", "withdrawn"])
                                ),
                                name="flag_known_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ModerationAction",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="groups.reviewcase",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="groups.group",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("none", "Nothing: it may stand as it is"),
                                    ("note", "A word to the author"),
                                    ("nudge", "Ask the author to change it"),
                                    ("fold", "Fold it"),
                                    ("hide", "Hide it"),
                                    ("mute", "Its author does not write here for some days"),
                                    ("remove", "Send its author away; they may come back"),
                                    ("ban", "Send its author away for good"),
                                ],
                                max_length=12,
                                verbose_name="what",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("unkind", "It hurts or attacks somebody"),
                                    ("private", "It tells something private about somebody"),
                                    ("false", "It is not true and does harm"),
                                    ("advert", "It is advertising"),
                                    ("danger", "Somebody may be in danger"),
                                    ("other", "Something else"),
                                ],
                                max_length=12,
                                verbose_name="reason",
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=1000)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("in_force", "In force"),
                                    ("ended", "Its time is over"),
                                    ("undone", "Taken back"),
                                ],
                                default="in_force",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="decided")),
                        ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("was_inside", models.BooleanField(default=False)),
                        (
                            "shielded",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="groups.post",
                                verbose_name="post of somebody new",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "decision of the stewards",
                        "verbose_name_plural": "decisions of the stewards",
                        "indexes": [
                            models.Index(
                                fields=["group", "member", "kind", "state"], name="action_about_member"
                            ),
                            models.Index(fields=["group", "-id"], name="action_in_log"),
                            models.Index(
                                condition=models.Q(("expires_at__isnull", False), ("state", "in_force")),
                                fields=["expires_at"],
                                name="action_to_end",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["in_force", "ended", "undone"])),
                                name="action_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "mute"), _negated=True),
                                    ("expires_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="action_mute_ends",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "in_force"), ("ended_at__isnull", False), _connector="OR"
                                ),
                                name="action_over_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActionAppeal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0)),
                        (
                            "action",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeal",
                                to="groups.moderationaction",
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=2000)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waiting for somebody else"),
                                    ("upheld", "It stays"),
                                    ("overturned", "Taken back"),
                                ],
                                default="open",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="made")),
                        (
                            "judge",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("answer", models.TextField(blank=True, max_length=1000)),
                        ("judged_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "appeal to the stewards",
                        "verbose_name_plural": "appeals to the stewards",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "open")),
                                fields=["created_at", "id"],
                                name="action_appeal_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "upheld", "overturned"])),
                                name="action_appeal_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "open"), ("judged_at__isnull", False), _connector="OR"
                                ),
                                name="action_appeal_judged_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RadarItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "spot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="groups.radarspot",
                            ),
                        ),
                        (
                            "complaint",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="groups.complaint",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="groups.reviewcase",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "part of a topic",
                        "verbose_name_plural": "parts of topics",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("complaint__isnull", True), ("case__isnull", True), _connector="XOR"
                                ),
                                name="radar_item_is_one_thing",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="RSVP",
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
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rsvps",
                                to="groups.event",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waitlisted", "In line"),
                                    ("offered", "A place is held for you"),
                                    ("going", "Coming"),
                                    ("cancelled", "Not coming"),
                                    ("lapsed", "Did not answer in time"),
                                    ("void", "Called off"),
                                ],
                                default="waitlisted",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("seats", models.PositiveSmallIntegerField(verbose_name="places")),
                        ("seq", models.PositiveIntegerField(verbose_name="number in the line")),
                        ("since", models.DateTimeField(verbose_name="since")),
                        (
                            "offer_expires_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="held until"),
                        ),
                    ],
                    options={
                        "verbose_name": "answer to an event",
                        "verbose_name_plural": "answers to events",
                        "indexes": [
                            models.Index(fields=["state", "offer_expires_at"], name="rsvp_offers_to_end")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("event", "member"), name="rsvp_one_per_person"),
                            models.UniqueConstraint(fields=("event", "seq"), name="rsvp_own_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["waitlisted", "offered", "going", "cancelled", "lapsed", "void"],
                                    )
                                ),
                                name="rsvp_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("seats__gte", 1)), name="rsvp_has_seats"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("offer_expires_at__isnull", False), ("state", "offered")),
                                    models.Q(
                                        models.Q(("state", "offered"), _negated=True),
                                        ("offer_expires_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="rsvp_offer_has_end",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0)),
                        (
                            "rsvp",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendance",
                                to="groups.rsvp",
                                verbose_name="answer to an event",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("came", "Was there"),
                                    ("absent", "Was not seen"),
                                    ("excused", "Was not there, and said why"),
                                ],
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("since", models.DateTimeField(verbose_name="since")),
                        ("word", models.CharField(blank=True, max_length=300, verbose_name="why not")),
                    ],
                    options={
                        "verbose_name": "attendance",
                        "verbose_name_plural": "attendances",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["came", "absent", "excused"])),
                                name="attendance_known_state",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DepositEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deposit_entries",
                                to="groups.event",
                            ),
                        ),
                        (
                            "rsvp",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deposit_entries",
                                to="groups.rsvp",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("promised", "Agreed to"),
                                    ("received", "Received by the host"),
                                    ("returned", "Given back"),
                                    ("kept", "Kept"),
                                    ("waived", "Not asked for after all"),
                                ],
                                max_length=12,
                                verbose_name="what",
                            ),
                        ),
                        ("fen", models.PositiveIntegerField(verbose_name="amount in fen")),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not-seen", "Was not seen, and did not say why"),
                                    ("too-late", "Said too late that they would not come"),
                                ],
                                max_length=12,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="at")),
                    ],
                    options={
                        "verbose_name": "line of the book of deposits",
                        "verbose_name_plural": "lines of the book of deposits",
                        "indexes": [models.Index(fields=["event", "id"], name="deposit_of_event")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["promised", "received", "returned", "kept", "waived"])
                                ),
                                name="deposit_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "kept"), models.Q(("reason", ""), _negated=True)),
                                    models.Q(models.Q(("kind", "kept"), _negated=True), ("reason", "")),
                                    _connector="OR",
                                ),
                                name="deposit_kept_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QueueMove",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="queue_moves",
                                to="groups.event",
                            ),
                        ),
                        (
                            "rsvp",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="queue_moves",
                                to="groups.rsvp",
                            ),
                        ),
                        ("seq", models.PositiveIntegerField(verbose_name="number in the line")),
                        ("old", models.CharField(blank=True, max_length=12, verbose_name="before")),
                        (
                            "new",
                            models.CharField(
                                choices=[
                                    ("waitlisted", "In line"),
                                    ("offered", "A place is held for you"),
                                    ("going", "Coming"),
                                    ("cancelled", "Not coming"),
                                    ("lapsed", "Did not answer in time"),
                                    ("void", "Called off"),
                                ],
                                max_length=12,
                                verbose_name="after",
                            ),
                        ),
                        (
                            "rule",
                            models.CharField(
                                choices=[
                                    ("strict", "Everybody behind waits too"),
                                    ("small-first", "Smaller parties behind may go first"),
                                ],
                                max_length=12,
                                verbose_name="rule",
                            ),
                        ),
                        ("seats", models.PositiveSmallIntegerField(verbose_name="places")),
                        ("held_before", models.PositiveIntegerField(verbose_name="places taken before")),
                        ("held_after", models.PositiveIntegerField(verbose_name="places taken after")),
                        ("at", models.DateTimeField(verbose_name="at")),
                    ],
                    options={
                        "verbose_name": "receipt of the line",
                        "verbose_name_plural": "receipts of the line",
                        "indexes": [models.Index(fields=["event", "id"], name="queue_move_of_event")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="StarPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "group",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="star_plan",
                                to="groups.group",
                            ),
                        ),
                        ("is_on", models.BooleanField(default=False)),
                    ],
                    options={
                        "verbose_name": "plan of daily stars",
                        "verbose_name_plural": "plans of daily stars",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="StarSlot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="star_slots",
                                to="groups.group",
                            ),
                        ),
                        ("local_date", models.DateField(verbose_name="day")),
                        (
                            "post",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="star_slot",
                                to="groups.post",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "star’s day",
                        "verbose_name_plural": "stars’ days",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("group", "local_date"), name="star_slot_once_a_day"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="StarGreeter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "slot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="greeters",
                                to="groups.starslot",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "greeter",
                        "verbose_name_plural": "greeters",
                        "constraints": [
                            models.UniqueConstraint(fields=("slot", "member"), name="star_greeter_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="StarInvitation",
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
                            "slot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitations",
                                to="groups.starslot",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="groups.group",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked"),
                                    ("accepted", "Said yes"),
                                    ("ready", "Words are approved"),
                                    ("done", "Was the star"),
                                    ("deferred", "Another day"),
                                    ("declined", "Not now"),
                                    ("never", "Does not want to be asked"),
                                    ("expired", "Did not answer in time"),
                                    ("withdrawn", "Withdrew"),
                                ],
                                default="asked",
                                max_length=12,
                            ),
                        ),
                        ("asked_at", models.DateTimeField(verbose_name="asked")),
                        ("answer_by", models.DateTimeField()),
                        ("by_interview", models.BooleanField(default=False)),
                        ("answers", models.JSONField(blank=True, default=list)),
                        ("draft", models.TextField(blank=True, max_length=4000)),
                    ],
                    options={
                        "verbose_name": "star’s invitation",
                        "verbose_name_plural": "stars’ invitations",
                        "indexes": [
                            models.Index(fields=["group", "member", "-asked_at"], name="star_last_asked"),
                            models.Index(fields=["state", "answer_by"], name="star_due"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "asked",
                                            "accepted",
                                            "ready",
                                            "done",
                                            "deferred",
                                            "declined",
                                            "never",
                                            "expired",
                                            "withdrawn",
                                        ],
                                    )
                                ),
                                name="star_known_state",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("asked", "accepted", "ready"))),
                                fields=("slot",),
                                name="star_one_asked_per_day",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("asked", "accepted", "ready"))),
                                fields=("member",),
                                name="star_asked_once_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ready"), _negated=True),
                                    models.Q(("draft", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="star_ready_has_words",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StewardSilence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="groups.group",
                            ),
                        ),
                        ("noticed_at", models.DateTimeField(verbose_name="noticed")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="over")),
                    ],
                    options={
                        "verbose_name": "silence of stewards",
                        "verbose_name_plural": "silences of stewards",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("group",),
                                name="silence_one_open_per_group",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="StewardClaim",
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
                            "group",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="groups.group",
                            ),
                        ),
                        (
                            "silence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="groups.stewardsilence",
                                verbose_name="silence of stewards",
                            ),
                        ),
                        (
                            "claimant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who offers",
                            ),
                        ),
                        (
                            "words",
                            models.CharField(blank=True, max_length=300, verbose_name="a word to the group"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("gathering", "Looks for support"),
                                    ("objection", "Open for objections"),
                                    ("handed", "Looks after the group now"),
                                    ("returned", "A steward is back"),
                                    ("opposed", "The group did not want it"),
                                    ("withdrawn", "Taken back"),
                                    ("lapsed", "Its time is over"),
                                    ("stopped", "Stopped by the community’s stewards"),
                                ],
                                default="gathering",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("voters", models.PositiveIntegerField(verbose_name="who may vote")),
                        ("needed", models.PositiveSmallIntegerField(verbose_name="support needed")),
                        ("opened_at", models.DateTimeField(verbose_name="made")),
                        ("due_at", models.DateTimeField(verbose_name="until")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="over")),
                    ],
                    options={
                        "verbose_name": "claim to a stewardship",
                        "verbose_name_plural": "claims to a stewardship",
                        "indexes": [
                            models.Index(fields=["group", "-id"], name="claim_in_group"),
                            models.Index(
                                condition=models.Q(("state__in", ("gathering", "objection"))),
                                fields=["due_at"],
                                name="claim_due",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("gathering", "objection"))),
                                fields=("group",),
                                name="claim_one_live_per_group",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "gathering",
                                            "objection",
                                            "handed",
                                            "returned",
                                            "opposed",
                                            "withdrawn",
                                            "lapsed",
                                            "stopped",
                                        ],
                                    )
                                ),
                                name="claim_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True), ("state__in", ("gathering", "objection"))
                                    ),
                                    models.Q(
                                        models.Q(("state__in", ("gathering", "objection")), _negated=True),
                                        ("ended_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="claim_over_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimVote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="votes",
                                to="groups.stewardclaim",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("is_support", models.BooleanField(verbose_name="supports it")),
                        ("at", models.DateTimeField(verbose_name="at")),
                    ],
                    options={
                        "verbose_name": "vote",
                        "verbose_name_plural": "votes",
                        "constraints": [
                            models.UniqueConstraint(fields=("claim", "member"), name="claim_vote_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="TaskCard",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="task_cards",
                                to="groups.event",
                            ),
                        ),
                        ("key", models.CharField(max_length=24, verbose_name="which task")),
                        (
                            "need",
                            models.CharField(
                                choices=[
                                    ("teammates", "Two teammates say that it happened"),
                                    ("peers", "The letters of another team"),
                                ],
                                max_length=12,
                                verbose_name="what it needs",
                            ),
                        ),
                        ("picked_at", models.DateTimeField(verbose_name="At")),
                    ],
                    options={
                        "verbose_name": "task card",
                        "verbose_name_plural": "task cards",
                        "constraints": [
                            models.UniqueConstraint(fields=("event", "key"), name="task_card_once_per_event"),
                            models.CheckConstraint(
                                condition=models.Q(("need__in", ["teammates", "peers"])),
                                name="task_card_known_need",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Team",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="teams",
                                to="groups.event",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        ("code", models.CharField(max_length=6, verbose_name="letters")),
                    ],
                    options={
                        "verbose_name": "team",
                        "verbose_name_plural": "teams",
                        "constraints": [
                            models.UniqueConstraint(fields=("event", "number"), name="team_own_number"),
                            models.UniqueConstraint(fields=("event", "code"), name="team_own_code"),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="TeamMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="groups.event",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="places",
                                to="groups.team",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="At")),
                    ],
                    options={
                        "verbose_name": "place in a team",
                        "verbose_name_plural": "places in teams",
                        "constraints": [
                            models.UniqueConstraint(fields=("event", "member"), name="team_one_per_person")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="TeamPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0)),
                        (
                            "event",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="team_plan",
                                to="groups.event",
                                verbose_name="event",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("mixed", "May still be mixed anew"), ("locked", "Set")],
                                default="mixed",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("size", models.PositiveSmallIntegerField(verbose_name="most people per team")),
                        (
                            "keeps_wishes",
                            models.BooleanField(
                                default=True, verbose_name="whoever asked for each other stays together"
                            ),
                        ),
                        ("seed", models.BigIntegerField(verbose_name="seed")),
                        ("round", models.PositiveIntegerField(default=1, verbose_name="times mixed")),
                        ("relaxed", models.JSONField(blank=True, default=list, verbose_name="given up")),
                        ("mixed_at", models.DateTimeField(verbose_name="mixed")),
                    ],
                    options={
                        "verbose_name": "teams of an event",
                        "verbose_name_plural": "teams of events",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["mixed", "locked"])),
                                name="team_plan_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("size__gte", 2), ("size__lte", 12)), name="team_plan_size"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="TeamTask",
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
                            "card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="groups.taskcard",
                                verbose_name="task card",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="groups.team",
                                verbose_name="team",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("claimed", "Waits for teammates"), ("done", "Done")],
                                default="claimed",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "claimed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who said so first",
                            ),
                        ),
                        ("claimed_at", models.DateTimeField(verbose_name="said")),
                        ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                    ],
                    options={
                        "verbose_name": "task of a team",
                        "verbose_name_plural": "tasks of teams",
                        "constraints": [
                            models.UniqueConstraint(fields=("card", "team"), name="team_task_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at__isnull", True), ("state", "claimed")),
                                    models.Q(("done_at__isnull", False), ("state", "done")),
                                    _connector="OR",
                                ),
                                name="team_task_done_has_time",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="TaskConfirmation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="confirmations",
                                to="groups.teamtask",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="At")),
                    ],
                    options={
                        "verbose_name": "confirmation of a task",
                        "verbose_name_plural": "confirmations of tasks",
                        "constraints": [
                            models.UniqueConstraint(fields=("task", "member"), name="task_confirmed_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="TeamWish",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="groups.event",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="At")),
                    ],
                    options={
                        "verbose_name": "wish for a team",
                        "verbose_name_plural": "wishes for teams",
                        "constraints": [
                            models.UniqueConstraint(fields=("event", "member"), name="team_one_wish"),
                            models.CheckConstraint(
                                condition=models.Q(("member", models.F("other")), _negated=True),
                                name="team_wish_for_another",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Ticket",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tickets",
                                to="groups.event",
                            ),
                        ),
                        (
                            "rsvp",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tickets",
                                to="groups.rsvp",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="seat")),
                        ("code", models.CharField(max_length=6, verbose_name="letters")),
                        ("issued_at", models.DateTimeField(verbose_name="issued")),
                        ("voided_at", models.DateTimeField(blank=True, null=True, verbose_name="void since")),
                    ],
                    options={
                        "verbose_name": "ticket",
                        "verbose_name_plural": "tickets",
                        "constraints": [
                            models.UniqueConstraint(fields=("event", "code"), name="ticket_own_code"),
                            models.UniqueConstraint(
                                condition=models.Q(("voided_at__isnull", True)),
                                fields=("rsvp", "number"),
                                name="ticket_one_per_seat",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)), name="ticket_has_number"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="CheckIn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ticket",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="check_in",
                                to="groups.ticket",
                                verbose_name="ticket",
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("scan", "By the QR code"),
                                    ("code", "By the letters"),
                                    ("list", "From the list"),
                                    ("later", "Written down without a connection"),
                                ],
                                max_length=8,
                                verbose_name="how",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("key", models.CharField(blank=True, max_length=64, verbose_name="the device’s key")),
                        ("at", models.DateTimeField(verbose_name="let in")),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                    ],
                    options={
                        "verbose_name": "check-in",
                        "verbose_name_plural": "check-ins",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Vouch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="vouches",
                                to="groups.membership",
                            ),
                        ),
                        (
                            "voucher",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "vouch",
                        "verbose_name_plural": "vouches",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("membership", "voucher"), name="vouch_once_per_newcomer"
                            )
                        ],
                        "indexes": [],
                    },
                ),
            ]
        ),
    ]
