import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.ids
import common.texts
import groups.models.memberships


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
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
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
                ("purpose", common.texts.I18nField(blank=True, default=dict, verbose_name="what it is for")),
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
                    models.PositiveSmallIntegerField(default=2, verbose_name="vouches that a newcomer needs"),
                ),
                ("capacity", models.PositiveIntegerField(blank=True, null=True, verbose_name="places")),
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["active", "archived"])), name="group_known_state"
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
                "indexes": [
                    models.Index(fields=["state", "visibility", "-seats_taken", "-id"], name="group_to_find")
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="groups.group"
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
                    common.texts.I18nField(blank=True, default=dict, verbose_name="what happens there"),
                ),
                ("venue", models.CharField(max_length=200, verbose_name="where")),
                ("map_url", models.URLField(blank=True, max_length=500, verbose_name="link to a map")),
                ("time_zone", models.CharField(max_length=64, verbose_name="time zone")),
                ("starts_wall", models.CharField(max_length=16)),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("capacity", models.PositiveIntegerField(verbose_name="places")),
                (
                    "max_party",
                    models.PositiveSmallIntegerField(default=1, verbose_name="most places per person"),
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
                ("word", models.CharField(blank=True, max_length=300, verbose_name="the host’s word")),
                ("reminded", models.PositiveSmallIntegerField(default=0, verbose_name="reminders sent")),
                ("is_counted", models.BooleanField(default=False, verbose_name="the door is counted")),
                ("created_at", models.DateTimeField(verbose_name="made")),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
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
                ],
                "indexes": [
                    models.Index(fields=["group", "starts_at", "id"], name="event_of_group"),
                    models.Index(fields=["state", "starts_at"], name="event_by_clock"),
                ],
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
                "constraints": [
                    models.UniqueConstraint(fields=("group", "member"), name="membership_one_per_pair"),
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
                "indexes": [
                    models.Index(fields=["member", "state"], name="membership_of_member"),
                    models.Index(
                        fields=["group", "state", "role", "joined_at", "id"], name="membership_in_group"
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="rituals", to="groups.group"
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
                ("question", common.texts.I18nField(blank=True, default=dict, verbose_name="question")),
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
                "indexes": [
                    models.Index(condition=models.Q(("is_on", True)), fields=["next_at"], name="ritual_due")
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="rsvps", to="groups.event"
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
                ("offer_expires_at", models.DateTimeField(blank=True, null=True, verbose_name="held until")),
            ],
            options={
                "verbose_name": "answer to an event",
                "verbose_name_plural": "answers to events",
                "constraints": [
                    models.UniqueConstraint(fields=("event", "member"), name="rsvp_one_per_person"),
                    models.UniqueConstraint(fields=("event", "seq"), name="rsvp_own_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waitlisted", "offered", "going", "cancelled", "lapsed", "void"])
                        ),
                        name="rsvp_known_state",
                    ),
                    models.CheckConstraint(condition=models.Q(("seats__gte", 1)), name="rsvp_has_seats"),
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
                "indexes": [models.Index(fields=["state", "offer_expires_at"], name="rsvp_offers_to_end")],
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
                    models.UniqueConstraint(fields=("membership", "voucher"), name="vouch_once_per_newcomer")
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
                ("question", common.texts.I18nField(blank=True, default=dict, verbose_name="question")),
                ("answer_first", models.BooleanField(default=False)),
                ("opens_at", models.DateTimeField(verbose_name="opened")),
                ("closes_at", models.DateTimeField()),
                ("answer_count", models.PositiveIntegerField(default=0, verbose_name="answers")),
            ],
            options={
                "verbose_name": "prompt",
                "verbose_name_plural": "prompts",
                "constraints": [
                    models.UniqueConstraint(fields=("ritual", "local_date"), name="prompt_once_a_day")
                ],
                "indexes": [
                    models.Index(fields=["group", "-local_date", "-id"], name="prompt_of_group"),
                    models.Index(fields=["closes_at"], name="prompt_ends"),
                ],
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
                        condition=models.Q(("state__in", ["mixed", "locked"])), name="team_plan_known_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 2), ("size__lte", 12)), name="team_plan_size"
                    ),
                ],
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="teams", to="groups.event"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="groups.event"
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["shown", "deleted"])), name="post_known_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "deleted"), _negated=True), ("body", ""), _connector="OR"
                        ),
                        name="post_deleted_is_empty",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["group", "-id"], name="post_on_board"),
                    models.Index(
                        condition=models.Q(("pinned_at__isnull", False)),
                        fields=["group", "-pinned_at"],
                        name="post_pinned",
                    ),
                ],
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="tickets", to="groups.event"
                    ),
                ),
                (
                    "rsvp",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tickets", to="groups.rsvp"
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
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="ticket_has_number"),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="groups.event"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="places", to="groups.team"
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "deleted"), _negated=True), ("body", ""), _connector="OR"
                        ),
                        name="comment_deleted_is_empty",
                    )
                ],
                "indexes": [models.Index(fields=["post", "id"], name="comment_under_post")],
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
                        choices=[("thanks", "Thank you"), ("me_too", "Me too"), ("well_done", "Well done")],
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="answered", to="groups.post"
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
                    models.UniqueConstraint(fields=("group", "local_date"), name="star_slot_once_a_day")
                ],
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="groups.group"
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
                "indexes": [
                    models.Index(fields=["group", "member", "-asked_at"], name="star_last_asked"),
                    models.Index(fields=["state", "answer_by"], name="star_due"),
                ],
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
                "constraints": [models.UniqueConstraint(fields=("slot", "member"), name="star_greeter_once")],
            },
        ),
    ]
