import datetime

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accounts.models.members
import common.ids
import common.texts
from common.new_tables import NewTables


class Migration(migrations.Migration):
    """All tables at once. Takes the place of the steps in which they grew."""

    replaces = [
        ("accounts", "0001_members"),
        ("accounts", "0002_notice_texts"),
        ("accounts", "0003_blocks_mutes_circles"),
        ("accounts", "0004_notifications"),
        ("accounts", "0005_profiles"),
        ("accounts", "0006_sessions_and_second_factor"),
        ("accounts", "0007_archives_and_erasures"),
        ("accounts", "0003_payees"),
        ("accounts", "0004_wechat_readers"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("common", "0001_tables"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="Member",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0)),
                        ("public_id", common.ids.PublicIdField()),
                        ("handle", models.CharField(max_length=40, unique=True, verbose_name="handle")),
                        (
                            "display_name",
                            accounts.models.members.DisplayNameField(
                                max_length=40, verbose_name="display name"
                            ),
                        ),
                        ("phone_index", models.CharField(editable=False, max_length=64, null=True)),
                        ("phone_sealed", models.CharField(blank=True, editable=False, max_length=512)),
                        ("email_index", models.CharField(editable=False, max_length=64, null=True)),
                        ("email_sealed", models.CharField(blank=True, editable=False, max_length=512)),
                        (
                            "data_key",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="common.datakey",
                            ),
                        ),
                        (
                            "locale",
                            models.CharField(
                                choices=[("en", "English"), ("zh-hans", "简体中文")],
                                default="en",
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "time_zone",
                            models.CharField(
                                default="Asia/Shanghai", max_length=40, verbose_name="time zone"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("active", "active"),
                                    ("suspended", "suspended"),
                                    ("erased", "erased"),
                                ],
                                default="active",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("is_staff", models.BooleanField(default=False, verbose_name="may enter the admin")),
                        (
                            "joined_at",
                            models.DateTimeField(
                                db_index=True, default=django.utils.timezone.now, verbose_name="joined"
                            ),
                        ),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "member",
                        "verbose_name_plural": "members",
                        "constraints": [
                            models.UniqueConstraint(fields=("phone_index",), name="member_one_per_phone"),
                            models.UniqueConstraint(fields=("email_index",), name="member_one_per_email"),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["active", "suspended", "erased"])),
                                name="member_state_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "erased"), _negated=True),
                                    models.Q(
                                        ("email_index__isnull", True),
                                        ("email_sealed", ""),
                                        ("phone_index__isnull", True),
                                        ("phone_sealed", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="member_erased_has_no_contact",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("phone_index__isnull", True), ("phone_sealed", "")),
                                    ("phone_index__isnull", False),
                                    _connector="OR",
                                ),
                                name="member_phone_has_its_index",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("email_index__isnull", True), ("email_sealed", "")),
                                    ("email_index__isnull", False),
                                    _connector="OR",
                                ),
                                name="member_email_has_its_index",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ApiToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="api_tokens",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("secret_hash", models.CharField(max_length=64)),
                        (
                            "scope",
                            models.CharField(
                                choices=[("read", "read"), ("write", "read and write")], max_length=8
                            ),
                        ),
                        ("label", models.CharField(blank=True, max_length=60)),
                        ("second_factor", models.BooleanField(default=False)),
                        ("proven_at", models.DateTimeField(null=True)),
                        ("created_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("last_used_at", models.DateTimeField(null=True)),
                        ("revoked_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "constraints": [
                            models.UniqueConstraint(fields=("secret_hash",), name="apitoken_one_per_secret")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="AuthenticatorApp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "member",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="authenticator_app",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("secret_sealed", models.CharField(max_length=255)),
                        ("last_step", models.BigIntegerField(default=0)),
                        ("started_at", models.DateTimeField()),
                        ("confirmed_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Block",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "blocker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="blocks",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "blocked",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("blocker", "blocked"), name="block_one_per_pair"),
                            models.CheckConstraint(
                                condition=models.Q(("blocker", models.F("blocked")), _negated=True),
                                name="block_is_of_somebody_else",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="BrowserSession",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="browser_sessions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "session",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="sessions.session",
                            ),
                        ),
                        ("browser", models.CharField(blank=True, max_length=20)),
                        ("system", models.CharField(blank=True, max_length=20)),
                        ("network_index", models.CharField(max_length=64)),
                        ("network_hint", models.CharField(blank=True, max_length=24)),
                        ("started_at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["member", "-seen_at"], name="browsersession_by_member")
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="ChannelChoice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="channel_choices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "message_class",
                            models.CharField(
                                choices=[
                                    ("transactional", "What you need to know"),
                                    ("personal", "What concerns you"),
                                    ("activity", "What goes on"),
                                    ("digest", "Summary"),
                                ],
                                max_length=14,
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("in_app", "On this site"),
                                    ("email", "E-mail"),
                                    ("push", "Devices"),
                                    ("sms", "Text message"),
                                    ("wechat", "WeChat"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("wanted", models.BooleanField()),
                        ("changed_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("member", "message_class", "channel"), name="channelchoice_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("channel__in", ["in_app", "email"]),
                                    ("message_class", "transactional"),
                                    ("wanted", False),
                                    _negated=True,
                                ),
                                name="channelchoice_needed_stays_on",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="CirclePlace",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("circle", models.CharField(max_length=48)),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="circle_places",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("is_in", models.BooleanField()),
                        ("step", models.PositiveBigIntegerField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("is_in", True)),
                                fields=["member", "circle"],
                                name="circleplace_by_member",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("circle", "member"), name="circleplace_one_each")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="consents",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("purpose", models.CharField(max_length=32)),
                        ("notice_hash", models.CharField(max_length=64)),
                        ("given_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=("member", "purpose"),
                                name="consent_one_live_per_purpose",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ContactCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("enter", "join or sign in"),
                                    ("reset", "set a new password"),
                                    ("contact", "add a contact"),
                                    ("confirm", "confirm that it is you"),
                                ],
                                default="enter",
                                max_length=16,
                            ),
                        ),
                        (
                            "for_member",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(choices=[("phone", "phone"), ("email", "e-mail")], max_length=8),
                        ),
                        ("contact_index", models.CharField(max_length=64)),
                        ("contact_sealed", models.CharField(blank=True, max_length=512)),
                        (
                            "data_key",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="common.datakey",
                            ),
                        ),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("expires_at", models.DateTimeField(db_index=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("was_right", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at__isnull", True), ("for_member__isnull", True)),
                                fields=("contact_index", "purpose"),
                                name="contactcode_one_open_per_contact",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("closed_at__isnull", True), ("for_member__isnull", False)
                                ),
                                fields=("for_member", "contact_index", "purpose"),
                                name="contactcode_one_open_per_member",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("tries__lte", 5)), name="contactcode_tries_are_limited"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DataExport",
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
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exports",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="member",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("requested", "asked for"),
                                    ("building", "being put together"),
                                    ("ready", "ready"),
                                    ("shredded", "destroyed"),
                                ],
                                default="requested",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("requested_at", models.DateTimeField(verbose_name="asked for at")),
                        ("due_at", models.DateTimeField(verbose_name="due")),
                        ("ready_at", models.DateTimeField(null=True, verbose_name="ready since")),
                        ("expires_at", models.DateTimeField(null=True, verbose_name="kept until")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="destroyed")),
                        (
                            "steps_done",
                            models.PositiveSmallIntegerField(default=0, verbose_name="steps done"),
                        ),
                        ("steps", models.PositiveSmallIntegerField(default=0, verbose_name="steps")),
                        ("size_bytes", models.PositiveBigIntegerField(default=0, verbose_name="bytes")),
                        (
                            "file",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="common.storedfile",
                            ),
                        ),
                        ("link_hash", models.CharField(blank=True, editable=False, max_length=64)),
                        ("link_until", models.DateTimeField(editable=False, null=True)),
                        ("downloads", models.PositiveSmallIntegerField(default=0, verbose_name="downloads")),
                    ],
                    options={
                        "verbose_name": "archive",
                        "verbose_name_plural": "archives",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "ready")),
                                fields=["expires_at"],
                                name="dataexport_to_shred",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("requested", "building"))),
                                fields=("member",),
                                name="dataexport_one_running",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ready"), _negated=True),
                                    models.Q(("expires_at__isnull", False), ("ready_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="dataexport_ready_has_end",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "shredded"), _negated=True),
                                    models.Q(("ended_at__isnull", False), ("link_hash", "")),
                                    _connector="OR",
                                ),
                                name="dataexport_shredded_has_no_link",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Erasure",
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
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="erasures",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="member",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("requested", "asked for"),
                                    ("cooling_off", "time to think again"),
                                    ("running", "being carried out"),
                                    ("waiting", "waiting for something to end"),
                                    ("finished", "finished"),
                                    ("withdrawn", "taken back"),
                                ],
                                default="requested",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("requested_at", models.DateTimeField(verbose_name="asked for at")),
                        (
                            "cooling_off_until",
                            models.DateTimeField(null=True, verbose_name="can be taken back until"),
                        ),
                        ("due_at", models.DateTimeField(verbose_name="due")),
                        ("started_at", models.DateTimeField(null=True, verbose_name="started")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                        ("warned_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "erasure",
                        "verbose_name_plural": "erasures",
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("state__in", ("requested", "cooling_off", "running", "waiting"))
                                ),
                                fields=["due_at"],
                                name="erasure_due",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ("requested", "cooling_off", "running", "waiting"))
                                ),
                                fields=("member",),
                                name="erasure_one_open_per_member",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "cooling_off"), _negated=True),
                                    ("cooling_off_until__isnull", False),
                                    _connector="OR",
                                ),
                                name="erasure_cooling_off_has_end",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["finished", "withdrawn"]),
                                    ("ended_at__isnull", True),
                                    _connector="XOR",
                                ),
                                name="erasure_ended_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ErasureProgress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "erasure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="progress",
                                to="accounts.erasure",
                            ),
                        ),
                        ("step", models.CharField(max_length=60)),
                        ("tries", models.PositiveIntegerField(default=0)),
                        ("last_at", models.DateTimeField()),
                        ("done_at", models.DateTimeField(null=True)),
                        ("waits_for", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("erasure", "step"), name="erasureprogress_one_per_step"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="FormerContact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="former_contacts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(choices=[("phone", "phone"), ("email", "e-mail")], max_length=8),
                        ),
                        ("contact_index", models.CharField(max_length=64)),
                        ("contact_sealed", models.CharField(max_length=512)),
                        ("ended_at", models.DateTimeField(db_index=True)),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="LinkedLogin",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="linked_logins",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("provider", models.CharField(max_length=20)),
                        ("subject_index", models.CharField(max_length=64)),
                        ("linked_at", models.DateTimeField()),
                        (
                            "payee_sealed",
                            models.TextField(
                                blank=True, default="", verbose_name="under what money is paid, sealed"
                            ),
                        ),
                        (
                            "reader_sealed",
                            models.TextField(
                                blank=True, default="", verbose_name="under what messages are sent, sealed"
                            ),
                        ),
                        (
                            "reader_index",
                            models.CharField(
                                blank=True,
                                db_index=True,
                                default="",
                                max_length=64,
                                verbose_name="under what messages are sent, hashed",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("provider", "subject_index"), name="linkedlogin_one_member"
                            ),
                            models.UniqueConstraint(
                                fields=("member", "provider"), name="linkedlogin_one_per_provider"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Look",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="looks",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("contacts", "phone number and e-mail address"),
                                    ("sessions", "where you are signed in"),
                                    ("address", "delivery address"),
                                    ("documents", "documents of a verification"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("why", models.CharField(blank=True, max_length=300)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["member", "-at", "-id"], name="look_by_member")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Mute",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "muter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mutes",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "muted",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("muter", "muted"), name="mute_one_per_pair"),
                            models.CheckConstraint(
                                condition=models.Q(("muter", models.F("muted")), _negated=True),
                                name="mute_is_of_somebody_else",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("hash", models.CharField(max_length=64, unique=True)),
                        ("purpose", models.CharField(max_length=32)),
                        ("title", common.texts.I18nField(default=dict)),
                        ("points", models.JSONField()),
                        ("first_used_at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Notification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "member",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notifications",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("kind", models.CharField(max_length=60, verbose_name="kind")),
                        (
                            "message_class",
                            models.CharField(
                                choices=[
                                    ("transactional", "What you need to know"),
                                    ("personal", "What concerns you"),
                                    ("activity", "What goes on"),
                                    ("digest", "Summary"),
                                ],
                                max_length=14,
                                verbose_name="class",
                            ),
                        ),
                        ("about", models.CharField(max_length=80)),
                        ("topic", models.CharField(blank=True, max_length=80)),
                        (
                            "caused_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("data", models.JSONField(default=dict)),
                        ("local_on", models.DateField()),
                        ("in_app", models.BooleanField(default=True)),
                        ("created_at", models.DateTimeField(verbose_name="written")),
                        ("expires_at", models.DateTimeField()),
                        ("read_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                models.F("member"),
                                models.OrderBy(models.F("created_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                condition=models.Q(("in_app", True)),
                                name="notification_newest",
                            ),
                            models.Index(
                                condition=models.Q(("in_app", True), ("read_at__isnull", True)),
                                fields=["member"],
                                name="notification_unread",
                            ),
                            models.Index(fields=["created_at"], name="notification_by_age"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("member", "kind", "about", "local_on"), name="notification_once_a_day"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "notification",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="accounts.notification",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("in_app", "On this site"),
                                    ("email", "E-mail"),
                                    ("push", "Devices"),
                                    ("sms", "Text message"),
                                    ("wechat", "WeChat"),
                                ],
                                max_length=8,
                                verbose_name="channel",
                            ),
                        ),
                        ("target", models.CharField(blank=True, max_length=20)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "planned"),
                                    ("sending", "being sent"),
                                    ("sent", "sent"),
                                    ("dropped", "not sent"),
                                    ("failed", "could not be sent"),
                                    ("unknown", "outcome unknown"),
                                ],
                                default="planned",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("stale", "too late"),
                                    ("untrue", "no longer true"),
                                    ("unwanted", "not wanted any more"),
                                    ("muted", "muted or blocked"),
                                    ("read", "already read"),
                                    ("empty", "nothing to say"),
                                    ("no-address", "no address"),
                                    ("member-gone", "account closed or suspended"),
                                    ("device-gone", "device gone"),
                                    ("refused", "refused by the receiver"),
                                    ("gave-up", "tried too often"),
                                    ("channel-off", "channel switched off"),
                                    ("no-permission", "no permission left"),
                                    ("unknown-kind", "unknown kind"),
                                ],
                                max_length=14,
                                verbose_name="reason",
                            ),
                        ),
                        ("planned_for", models.DateTimeField(verbose_name="planned for")),
                        ("ref", models.CharField(blank=True, max_length=60)),
                        ("done_at", models.DateTimeField(null=True, verbose_name="ended")),
                    ],
                    options={
                        "verbose_name": "message",
                        "verbose_name_plural": "messages",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ("planned", "sending"))),
                                fields=["planned_for"],
                                name="delivery_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("notification", "channel", "target"), name="delivery_once_per_channel"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("planned", "sending")),
                                    ("done_at__isnull", False),
                                    _connector="XOR",
                                ),
                                name="delivery_ended_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["dropped", "failed"]), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="delivery_unsent_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NotificationSettings",
                    fields=[
                        (
                            "member",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="notification_settings",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("quiet_on", models.BooleanField(default=True)),
                        ("quiet_from", models.TimeField(default=datetime.time(22, 0))),
                        ("quiet_to", models.TimeField(default=datetime.time(8, 0))),
                        (
                            "rhythm",
                            models.CharField(
                                choices=[("daily", "every morning"), ("weekly", "every Monday morning")],
                                default="weekly",
                                max_length=8,
                            ),
                        ),
                        ("digested_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="NotificationText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=60, unique=True, verbose_name="kind")),
                        ("subject", common.texts.I18nField(blank=True, default=dict, verbose_name="subject")),
                        ("body", common.texts.I18nField(blank=True, default=dict, verbose_name="text")),
                        ("changed_at", models.DateTimeField(verbose_name="changed")),
                        (
                            "changed_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="changed by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "notification text",
                        "verbose_name_plural": "notification texts",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Passkey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="passkeys",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("name", models.CharField(max_length=40)),
                        ("credential_id", models.CharField(max_length=1400)),
                        ("credential_hash", models.CharField(max_length=64, unique=True)),
                        ("credential_data", models.BinaryField()),
                        ("sign_count", models.PositiveBigIntegerField(default=0)),
                        ("created_at", models.DateTimeField()),
                        ("last_used_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ("created_at", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("credential_hash", ""), _negated=True),
                                name="passkey_has_its_credential",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Profile",
                    fields=[
                        (
                            "member",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="profile",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0)),
                        (
                            "name_audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "only me"),
                                    (1, "people I share a group with"),
                                    (2, "members"),
                                    (3, "public"),
                                ],
                                default=2,
                            ),
                        ),
                        (
                            "name_form",
                            models.CharField(
                                choices=[
                                    ("display", "the name I go by here"),
                                    ("english", "my English name"),
                                    ("masked", "my real name, masked (张*)"),
                                    ("real", "my real name in full"),
                                ],
                                default="display",
                                max_length=8,
                            ),
                        ),
                        (
                            "legal_name_audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "only me"),
                                    (1, "people I share a group with"),
                                    (2, "members"),
                                    (3, "public"),
                                ],
                                default=2,
                            ),
                        ),
                        ("english_name", models.CharField(blank=True, max_length=60)),
                        (
                            "english_name_audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "only me"),
                                    (1, "people I share a group with"),
                                    (2, "members"),
                                    (3, "public"),
                                ],
                                default=2,
                            ),
                        ),
                        ("headline", models.CharField(blank=True, max_length=80)),
                        (
                            "headline_audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "only me"),
                                    (1, "people I share a group with"),
                                    (2, "members"),
                                    (3, "public"),
                                ],
                                default=2,
                            ),
                        ),
                        ("city", models.CharField(blank=True, max_length=40)),
                        (
                            "city_audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "only me"),
                                    (1, "people I share a group with"),
                                    (2, "members"),
                                    (3, "public"),
                                ],
                                default=1,
                            ),
                        ),
                        (
                            "industry",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("internet", "Internet and software"),
                                    ("finance", "Finance"),
                                    ("education", "Education"),
                                    ("health", "Health"),
                                    ("media", "Media and publishing"),
                                    ("design", "Design and arts"),
                                    ("manufacturing", "Manufacturing"),
                                    ("energy", "Energy and environment"),
                                    ("property", "Building and property"),
                                    ("trade", "Trade and retail"),
                                    ("logistics", "Transport and logistics"),
                                    ("food", "Food and hospitality"),
                                    ("law", "Law and consulting"),
                                    ("science", "Science and research"),
                                    ("public", "Public service and non-profit"),
                                    ("student", "Studying"),
                                    ("other", "Something else"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "industry_audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "only me"),
                                    (1, "people I share a group with"),
                                    (2, "members"),
                                    (3, "public"),
                                ],
                                default=2,
                            ),
                        ),
                        ("bio", models.CharField(blank=True, max_length=600)),
                        (
                            "bio_audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "only me"),
                                    (1, "people I share a group with"),
                                    (2, "members"),
                                    (3, "public"),
                                ],
                                default=1,
                            ),
                        ),
                        ("links", models.JSONField(blank=True, default=list)),
                        (
                            "links_audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "only me"),
                                    (1, "people I share a group with"),
                                    (2, "members"),
                                    (3, "public"),
                                ],
                                default=1,
                            ),
                        ),
                        (
                            "photo",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="common.storedfile",
                            ),
                        ),
                        (
                            "photo_waiting",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="common.storedfile",
                            ),
                        ),
                        (
                            "photo_audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "only me"),
                                    (1, "people I share a group with"),
                                    (2, "members"),
                                    (3, "public"),
                                ],
                                default=1,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name_audience__lte", 3)), name="profile_name_audience"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("legal_name_audience__lte", 3)),
                                name="profile_legal_name_audience",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("english_name_audience__lte", 3)),
                                name="profile_english_name_audience",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("headline_audience__lte", 3)),
                                name="profile_headline_audience",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("city_audience__lte", 3)), name="profile_city_audience"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("industry_audience__lte", 3)),
                                name="profile_industry_audience",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("bio_audience__lte", 3)), name="profile_bio_audience"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("links_audience__lte", 3)), name="profile_links_audience"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("photo_audience__lte", 3)), name="profile_photo_audience"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="PushDevice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="push_devices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("endpoint_index", models.CharField(max_length=64, unique=True)),
                        ("sealed", models.TextField()),
                        ("label", models.CharField(blank=True, max_length=60)),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="RecoveryCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recovery_codes",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("code_hash", models.CharField(max_length=64)),
                        ("used_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("member", "code_hash"), name="recoverycode_one_per_member"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="RoleGrant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="role_grants",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("manager", "campaign manager"),
                                    ("certifier", "certifier"),
                                    ("steward", "steward"),
                                    ("clerk", "fulfilment clerk"),
                                    ("auditor", "auditor"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                blank=True,
                                help_text="Empty: everywhere; or brand:<public id>.",
                                max_length=64,
                            ),
                        ),
                        (
                            "granted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("granted_at", models.DateTimeField()),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("revoked_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at__isnull", True)),
                                fields=("member", "role", "scope"),
                                name="rolegrant_one_live",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="TombstoneEpoch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=8, unique=True)),
                        (
                            "data_key",
                            models.OneToOneField(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="common.datakey",
                            ),
                        ),
                        ("ends_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Tombstone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "epoch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tombstones",
                                to="accounts.tombstoneepoch",
                            ),
                        ),
                        ("index", models.CharField(max_length=64)),
                        ("left_on", models.DateField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("epoch", "index"), name="tombstone_one_per_index")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="TopicMute",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "member",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="topic_mutes",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("topic", models.CharField(max_length=80)),
                        ("kind", models.CharField(max_length=60)),
                        ("data", models.JSONField(default=dict)),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("member", "topic"), name="topicmute_one")
                        ],
                        "indexes": [],
                    },
                ),
            ]
        ),
    ]
