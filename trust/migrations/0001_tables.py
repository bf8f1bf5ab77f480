import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.ids
from common.new_tables import NewTables


class Migration(migrations.Migration):
    """All tables at once. Takes the place of the steps in which they grew."""

    replaces = [
        ("trust", "0001_cases"),
        ("trust", "0002_append_only"),
        ("trust", "0003_evidence_and_desk"),
        ("trust", "0004_append_only_reviews"),
        ("trust", "0005_working_calendar"),
        ("trust", "0006_forgotten_claims"),
        ("trust", "0007_credit_and_badges"),
        ("trust", "0004_register_questions"),
        ("trust", "0005_linkedin_checks"),
        ("trust", "0006_id_pictures"),
        ("trust", "0007_two_people_when_agreement_falls"),
        ("trust", "0008_linkedin_states_have_their_columns"),
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
                    name="BadgeChoice",
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
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "badge",
                            models.CharField(
                                choices=[("professional", "certified job"), ("credit", "credit level")],
                                max_length=16,
                            ),
                        ),
                        (
                            "audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "only me"),
                                    (1, "people I share a group with"),
                                    (2, "members"),
                                    (3, "public"),
                                ]
                            ),
                        ),
                        (
                            "floor",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("poor", "Poor"),
                                    ("fair", "Fair"),
                                    ("good", "Good"),
                                    ("excellent", "Excellent"),
                                    ("outstanding", "Outstanding"),
                                ],
                                max_length=12,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("member", "badge"), name="badgechoice_one_per_badge"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(unique=True, verbose_name="day")),
                        ("is_working", models.BooleanField(verbose_name="working day")),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                    ],
                    options={
                        "verbose_name": "calendar day",
                        "verbose_name_plural": "working calendar",
                        "ordering": ("on",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarYear",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="year")),
                        (
                            "source",
                            models.CharField(
                                help_text="Where its days are published.",
                                max_length=200,
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "calendar year",
                        "verbose_name_plural": "calendar years",
                        "ordering": ("year",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Case",
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
                                related_name="cases",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="member",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("real_name", "real name"),
                                    ("professional", "professional identity"),
                                ],
                                max_length=24,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("submitted", "sent in"),
                                    ("checking", "being checked"),
                                    ("queued", "waiting for a certifier"),
                                    ("in_review", "with a certifier"),
                                    ("second_review", "with a second certifier"),
                                    ("resubmission_requested", "waiting for you"),
                                    ("approved", "approved"),
                                    ("rejected", "not approved"),
                                    ("appealed", "appealed"),
                                    ("upheld", "decision upheld"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                default="draft",
                                max_length=24,
                                verbose_name="state",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=0, verbose_name="round")),
                        ("created_at", models.DateTimeField(verbose_name="opened")),
                        ("submitted_at", models.DateTimeField(null=True, verbose_name="sent in")),
                        (
                            "due_at",
                            models.DateTimeField(
                                help_text="By when the member was told to hear.",
                                null=True,
                                verbose_name="due",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                        ("expected_at", models.DateTimeField(null=True, verbose_name="expected")),
                        ("clock_stopped_at", models.DateTimeField(null=True)),
                        ("urgency", models.PositiveSmallIntegerField(default=0, verbose_name="urgency")),
                    ],
                    options={
                        "verbose_name": "case",
                        "verbose_name_plural": "cases",
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("state__in", ("queued", "in_review", "second_review", "appealed"))
                                ),
                                fields=["due_at", "id"],
                                name="case_queue",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        (
                                            "draft",
                                            "submitted",
                                            "checking",
                                            "queued",
                                            "in_review",
                                            "second_review",
                                            "resubmission_requested",
                                        ),
                                    )
                                ),
                                fields=("member", "kind"),
                                name="case_one_open_per_member_and_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "withdrawn"]),
                                    models.Q(
                                        ("due_at__isnull", False),
                                        ("round__gte", 1),
                                        ("submitted_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="case_sent_in_has_due_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["approved", "rejected", "upheld"]), _negated=True
                                    ),
                                    ("decided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="case_decided_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appeal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeal",
                                to="trust.case",
                            ),
                        ),
                        ("text_sealed", models.TextField()),
                        ("filed_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="BlindLook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="blind_look",
                                to="trust.case",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="chosen")),
                        (
                            "reviewer",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="certifier",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("approve", "approve"),
                                    ("reject", "do not approve"),
                                    ("resubmit", "ask to send again"),
                                ],
                                max_length=12,
                                verbose_name="word",
                            ),
                        ),
                        ("looked_at", models.DateTimeField(null=True, verbose_name="looked at")),
                    ],
                    options={
                        "verbose_name": "blind second look",
                        "verbose_name_plural": "desk quality",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("looked_at__isnull", True),
                                        ("outcome", ""),
                                        ("reviewer__isnull", True),
                                    ),
                                    models.Q(
                                        models.Q(("outcome", ""), _negated=True),
                                        ("looked_at__isnull", False),
                                        ("reviewer__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="blindlook_outcome_has_reviewer",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Certification",
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
                                related_name="certifications",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="member",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("real_name", "real name"),
                                    ("professional", "professional identity"),
                                ],
                                max_length=24,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "pending"),
                                    ("active", "active"),
                                    ("suspended", "suspended"),
                                    ("expired", "expired"),
                                    ("superseded", "replaced by a newer one"),
                                    ("revoked", "revoked"),
                                ],
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("desk-declared", "declared name and number, seen by a certifier"),
                                    (
                                        "id-seen",
                                        "declared name and number, and the ID, seen by two certifiers",
                                    ),
                                    ("card-seen", "one proof, seen by a certifier"),
                                    ("two-proofs", "two independent proofs, seen by a certifier"),
                                ],
                                max_length=24,
                                verbose_name="method",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certification",
                                to="trust.case",
                            ),
                        ),
                        ("identity_index", models.CharField(blank=True, editable=False, max_length=64)),
                        ("granted_at", models.DateTimeField(verbose_name="since")),
                        ("expires_at", models.DateTimeField(null=True, verbose_name="until")),
                        ("employment_print", models.CharField(blank=True, editable=False, max_length=64)),
                        ("noticed_days", models.PositiveSmallIntegerField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "certification",
                        "verbose_name_plural": "certifications",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("active", "suspended"))),
                                fields=("member", "kind"),
                                name="certification_one_live_per_member",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ("active", "suspended")),
                                    models.Q(("identity_index", ""), _negated=True),
                                ),
                                fields=("identity_index", "kind"),
                                name="certification_one_live_per_identity",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="CheckResult",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="checks",
                                to="trust.case",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField()),
                        (
                            "code",
                            models.CharField(
                                choices=[
                                    (
                                        "number-well-formed",
                                        "The ID number is well-formed (this proves nothing more).",
                                    ),
                                    (
                                        "identity-seen",
                                        "The same ID number stands in another account's case or certification.",
                                    ),
                                    ("not-adult", "By the ID number the person is under 18."),
                                    (
                                        "register-agrees",
                                        "The register says that name and number belong together.",
                                    ),
                                    (
                                        "register-differs",
                                        "By the register, name, number (and phone, if asked) do not match. Look twice; it may be wrong.",
                                    ),
                                    (
                                        "register-unknown",
                                        "The register does not know the number, or not with the phone: new card, soldier, abroad.",
                                    ),
                                    (
                                        "linkedin-identity",
                                        "LinkedIn says that a government ID was checked there.",
                                    ),
                                    (
                                        "linkedin-workplace",
                                        "LinkedIn says that the workplace was confirmed there; it does not tell which.",
                                    ),
                                    ("linkedin-nothing", "LinkedIn has verified nothing of this account."),
                                    ("linkedin-name", "The name on LinkedIn is not plainly the legal name."),
                                    ("evidence-seen", "The very same file was sent in from another account."),
                                    (
                                        "one-kind-only",
                                        "There is one kind of proof only; anybody can print a business card.",
                                    ),
                                    ("document-old", "The document is older than this kind may be."),
                                    ("not-read", "Nobody and nothing has read this picture yet."),
                                    (
                                        "field-not-read",
                                        "Something that this kind of document must show was not read.",
                                    ),
                                    (
                                        "forbidden-seen",
                                        "The picture shows an ID number that this kind should not show.",
                                    ),
                                    ("name-agrees", "The name on the document agrees with the legal name."),
                                    ("name-differs", "The name on the document differs from the legal name."),
                                    (
                                        "romanisation",
                                        "The name is spelled in another romanisation; a person has to compare.",
                                    ),
                                    (
                                        "name-not-comparable",
                                        "The name has rare characters; a person has to compare.",
                                    ),
                                    (
                                        "employer-agrees",
                                        "The employer on the document agrees with the declared one.",
                                    ),
                                    (
                                        "employer-differs",
                                        "The employer on the document differs from the declared one.",
                                    ),
                                    ("employer-form", "The employers differ in the legal form only."),
                                    (
                                        "company-code-doubtful",
                                        "The company's credit code has a department that is not in use.",
                                    ),
                                ],
                                max_length=32,
                            ),
                        ),
                        ("is_flag", models.BooleanField()),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "round", "code"), name="checkresult_one_per_round_and_code"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Conflict",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "low",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "high",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("reason", models.CharField(max_length=60, verbose_name="reason")),
                        ("declared_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("low", "high"), name="conflict_one_per_pair"),
                            models.CheckConstraint(
                                condition=models.Q(("low__lt", models.F("high"))),
                                name="conflict_pair_is_ordered",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Credential",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "certification",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="credentials",
                                to="trust.certification",
                            ),
                        ),
                        ("list_number", models.PositiveIntegerField()),
                        ("list_index", models.PositiveIntegerField()),
                        ("issued_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("list_number", "list_index"), name="credential_own_place"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("certification",),
                                name="credential_one_live_per_certification",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("list_index__lt", 131072), ("list_number__gte", 1)),
                                name="credential_place_is_in_list",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="CreditAttestation",
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
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="member",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("consent_pending", "waiting for your yes"),
                                    ("authorised", "being read"),
                                    ("current", "current"),
                                    ("stale", "out of date"),
                                    ("withdrawn", "withdrawn"),
                                    ("denied", "not allowed"),
                                    ("failed", "not to be had"),
                                ],
                                max_length=16,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", ""),
                                    (
                                        "not-evaluated",
                                        "The provider has no level for you. That says nothing about you.",
                                    ),
                                    ("refused", "The provider did not hand out a level. You can try again."),
                                    (
                                        "too-late",
                                        "The permission came too late or was used already. Please begin again.",
                                    ),
                                    ("at-provider", "You withdrew the permission with the provider."),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("provider", models.CharField(max_length=24, verbose_name="provider")),
                        ("simulated", models.BooleanField(default=False, verbose_name="simulated")),
                        ("answer_hash", models.CharField(max_length=64, null=True, unique=True)),
                        ("access_sealed", models.TextField(blank=True)),
                        ("level_sealed", models.CharField(blank=True, max_length=256)),
                        ("began_at", models.DateTimeField(verbose_name="begun")),
                        ("observed_at", models.DateTimeField(null=True, verbose_name="observed")),
                        ("period", models.CharField(blank=True, max_length=7, verbose_name="month")),
                        ("valid_until", models.DateTimeField(null=True, verbose_name="until")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                    ],
                    options={
                        "verbose_name": "credit attestation",
                        "verbose_name_plural": "credit attestations",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ("current", "stale"))),
                                fields=["valid_until"],
                                name="credit_to_refresh",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ("consent_pending", "authorised", "current", "stale"))
                                ),
                                fields=("member",),
                                name="credit_one_live_per_member",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("current", "stale")), ("level_sealed", ""), _connector="OR"
                                ),
                                name="credit_ended_has_no_level",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("current", "stale")), _negated=True),
                                    models.Q(
                                        ("observed_at__isnull", False),
                                        ("valid_until__isnull", False),
                                        models.Q(("level_sealed", ""), ("period", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="credit_read_has_level",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeskPolicy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("real_name", "real name"),
                                    ("professional", "professional identity"),
                                ],
                                max_length=24,
                                unique=True,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "needs_two",
                            models.BooleanField(default=False, verbose_name="two people must agree"),
                        ),
                        (
                            "asks_pictures",
                            models.BooleanField(
                                default=False,
                                help_text="For names. A certified job always needs proofs.",
                                verbose_name="a picture of the ID is needed",
                            ),
                        ),
                        (
                            "blind_percent",
                            models.PositiveSmallIntegerField(
                                default=5, verbose_name="blind second looks, in percent"
                            ),
                        ),
                        (
                            "agreement_percent",
                            models.PositiveSmallIntegerField(
                                default=80,
                                help_text="Where blind second looks agree less, with a certifier or in this kind, two people must agree. 0: never. Members read this value.",
                                verbose_name="least agreement, in percent",
                            ),
                        ),
                        (
                            "agreement_looks",
                            models.PositiveSmallIntegerField(
                                default=10,
                                help_text="Fewer looks say nothing about anybody.",
                                verbose_name="second looks needed to measure",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "desk policy",
                        "verbose_name_plural": "desk policies",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("blind_percent__lte", 100)), name="deskpolicy_percent"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("agreement_looks__gte", 1), ("agreement_percent__lte", 100)
                                ),
                                name="deskpolicy_agreement",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Employment",
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
                        ("sealed", models.TextField()),
                        ("print", models.CharField(max_length=64)),
                        ("since", models.CharField(blank=True, max_length=7, verbose_name="since")),
                        ("changed_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="EmploymentClaim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="employment_claims",
                                to="trust.case",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField()),
                        ("sealed", models.TextField()),
                        ("print", models.CharField(max_length=64)),
                        ("since", models.CharField(blank=True, max_length=7)),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "round"), name="employmentclaim_one_per_round"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
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
                                related_name="evidence",
                                to="trust.case",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("business_card", "business card"),
                                    ("work_badge", "work badge"),
                                    ("employment_certificate", "certificate of employment"),
                                    ("employment_contract_page", "page of the employment contract"),
                                    ("social_insurance_record", "social insurance record"),
                                    ("business_licence", "business licence"),
                                    ("professional_licence", "professional licence"),
                                    ("work_email_proof", "work e-mail address"),
                                    ("resident_id_front", "resident ID, front"),
                                    ("resident_id_back", "resident ID, back"),
                                    ("hmt_residence_permit", "residence permit (Hong Kong, Macao, Taiwan)"),
                                    ("hmt_travel_permit", "travel permit (Hong Kong, Macao, Taiwan)"),
                                    ("passport", "passport"),
                                    ("foreign_pr_card", "foreign permanent resident ID card"),
                                ],
                                max_length=32,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "received"),
                                    ("quarantined", "being checked"),
                                    ("sanitised", "made safe"),
                                    ("available", "ready"),
                                    ("sealed", "closed"),
                                    ("shredded", "destroyed"),
                                    ("refused", "not usable"),
                                ],
                                default="received",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=0)),
                        (
                            "file",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="common.storedfile",
                            ),
                        ),
                        ("same_as", models.CharField(blank=True, db_index=True, max_length=64)),
                        ("details_sealed", models.CharField(blank=True, max_length=1024)),
                        ("read_sealed", models.TextField(blank=True)),
                        ("read_at", models.DateTimeField(null=True)),
                        ("issued_on", models.DateField(null=True, verbose_name="date on the document")),
                        ("received_at", models.DateTimeField()),
                        ("retain_until", models.DateTimeField(null=True)),
                        ("policy", models.CharField(blank=True, max_length=32)),
                        ("receipt", models.TextField(blank=True)),
                        ("shredded_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "evidence",
                        "verbose_name_plural": "evidence",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "sealed")),
                                fields=["retain_until"],
                                name="evidence_to_shred",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "sealed"), _negated=True),
                                    ("retain_until__isnull", False),
                                    _connector="OR",
                                ),
                                name="evidence_sealed_has_end",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "shredded"), _negated=True),
                                    models.Q(
                                        ("details_sealed", ""),
                                        ("read_sealed", ""),
                                        ("shredded_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="evidence_shredded_holds_nothing",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contradiction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "evidence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contradictions",
                                to="trust.evidence",
                            ),
                        ),
                        ("code", models.CharField(max_length=32)),
                        ("is_flag", models.BooleanField()),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("evidence", "code"), name="contradiction_one_per_code"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="LegalNameClaim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="claims",
                                to="trust.case",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField()),
                        ("name_sealed", models.CharField(max_length=1024)),
                        ("identity_index", models.CharField(db_index=True, max_length=64)),
                        (
                            "id_kind",
                            models.CharField(
                                choices=[
                                    ("resident", "resident ID"),
                                    (
                                        "hmt-permit",
                                        "residence permit for Hong Kong, Macao and Taiwan residents",
                                    ),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("region", models.CharField(blank=True, max_length=80)),
                        ("is_adult", models.BooleanField()),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("case", "round"), name="claim_one_per_round")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="LinkedInCheck",
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
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "waiting for your yes"),
                                    ("allowed", "being read"),
                                    ("seen", "read"),
                                    ("denied", "not allowed"),
                                    ("failed", "not to be had"),
                                    ("withdrawn", "deleted"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("simulated", models.BooleanField(default=False)),
                        ("answer_hash", models.CharField(max_length=64, null=True, unique=True)),
                        ("code_sealed", models.TextField(blank=True)),
                        ("has_identity", models.BooleanField(default=False)),
                        ("has_workplace", models.BooleanField(default=False)),
                        (
                            "name_match",
                            models.CharField(
                                blank=True,
                                choices=[
                                    (
                                        "number-well-formed",
                                        "The ID number is well-formed (this proves nothing more).",
                                    ),
                                    (
                                        "identity-seen",
                                        "The same ID number stands in another account's case or certification.",
                                    ),
                                    ("not-adult", "By the ID number the person is under 18."),
                                    (
                                        "register-agrees",
                                        "The register says that name and number belong together.",
                                    ),
                                    (
                                        "register-differs",
                                        "By the register, name, number (and phone, if asked) do not match. Look twice; it may be wrong.",
                                    ),
                                    (
                                        "register-unknown",
                                        "The register does not know the number, or not with the phone: new card, soldier, abroad.",
                                    ),
                                    (
                                        "linkedin-identity",
                                        "LinkedIn says that a government ID was checked there.",
                                    ),
                                    (
                                        "linkedin-workplace",
                                        "LinkedIn says that the workplace was confirmed there; it does not tell which.",
                                    ),
                                    ("linkedin-nothing", "LinkedIn has verified nothing of this account."),
                                    ("linkedin-name", "The name on LinkedIn is not plainly the legal name."),
                                    ("evidence-seen", "The very same file was sent in from another account."),
                                    (
                                        "one-kind-only",
                                        "There is one kind of proof only; anybody can print a business card.",
                                    ),
                                    ("document-old", "The document is older than this kind may be."),
                                    ("not-read", "Nobody and nothing has read this picture yet."),
                                    (
                                        "field-not-read",
                                        "Something that this kind of document must show was not read.",
                                    ),
                                    (
                                        "forbidden-seen",
                                        "The picture shows an ID number that this kind should not show.",
                                    ),
                                    ("name-agrees", "The name on the document agrees with the legal name."),
                                    ("name-differs", "The name on the document differs from the legal name."),
                                    (
                                        "romanisation",
                                        "The name is spelled in another romanisation; a person has to compare.",
                                    ),
                                    (
                                        "name-not-comparable",
                                        "The name has rare characters; a person has to compare.",
                                    ),
                                    (
                                        "employer-agrees",
                                        "The employer on the document agrees with the declared one.",
                                    ),
                                    (
                                        "employer-differs",
                                        "The employer on the document differs from the declared one.",
                                    ),
                                    ("employer-form", "The employers differ in the legal form only."),
                                    (
                                        "company-code-doubtful",
                                        "The company's credit code has a department that is not in use.",
                                    ),
                                ],
                                max_length=32,
                            ),
                        ),
                        ("began_at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("pending", "allowed", "seen"))),
                                fields=("member",),
                                name="linkedincheck_one_live_per_member",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("seen_at__isnull", False), ("state", "seen")),
                                    models.Q(
                                        models.Q(("state", "seen"), _negated=True),
                                        ("has_identity", False),
                                        ("has_workplace", False),
                                        ("name_match", ""),
                                        ("seen_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="linkedincheck_only_seen_tells",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer_hash__isnull", False), ("state", "pending")),
                                    models.Q(
                                        models.Q(("state", "pending"), _negated=True),
                                        ("answer_hash__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="linkedincheck_only_pending_has_secret",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state", "allowed"), models.Q(("code_sealed", ""), _negated=True)
                                    ),
                                    models.Q(
                                        models.Q(("state", "allowed"), _negated=True), ("code_sealed", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="linkedincheck_only_allowed_has_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("state__in", ("pending", "allowed", "seen")),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("state__in", ("pending", "allowed", "seen")), _negated=True
                                        ),
                                        ("ended_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="linkedincheck_ended_has_time",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ProviderEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("provider", models.CharField(max_length=24)),
                        ("event_id", models.CharField(max_length=64)),
                        ("kind", models.CharField(max_length=64)),
                        (
                            "state",
                            models.CharField(
                                choices=[("applied", "applied"), ("ignored", "nothing to do")], max_length=8
                            ),
                        ),
                        ("received_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("provider", "event_id"), name="providerevent_once"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="RegisterQuestion",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="trust.case",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waiting for an answer"),
                                    ("answered", "answered"),
                                    ("dropped", "not asked any more"),
                                ],
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "key",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="common.datakey",
                            ),
                        ),
                        ("number_sealed", models.CharField(blank=True, max_length=128)),
                        (
                            "with_phone",
                            models.BooleanField(default=False, verbose_name="phone number as well"),
                        ),
                        ("provider", models.CharField(max_length=24, verbose_name="provider")),
                        ("simulated", models.BooleanField(default=False, verbose_name="simulated")),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("match", "name and number belong together"),
                                    (
                                        "mismatch",
                                        "name, number and, if asked about, phone do not belong together",
                                    ),
                                    (
                                        "not_found",
                                        "the register does not know this number, or not with the phone",
                                    ),
                                    ("invalid_input", "the register could not read the question"),
                                    ("denied", "the register does not answer this question"),
                                    ("unsupported", "the register does not answer this question"),
                                ],
                                max_length=16,
                                verbose_name="answer",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(verbose_name="asked")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "round"), name="registerquestion_one_per_round"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("key__isnull", False),
                                        ("state", "waiting"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "waiting"), _negated=True),
                                        ("ended_at__isnull", False),
                                        ("key", None),
                                        ("number_sealed", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="registerquestion_number_only_while_waiting",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "answered"), models.Q(("answer", ""), _negated=True)),
                                    models.Q(models.Q(("state", "answered"), _negated=True), ("answer", "")),
                                    _connector="OR",
                                ),
                                name="registerquestion_answered_has_answer",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="RevealOffer",
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
                        ("until", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("member", "other"), name="revealoffer_one_per_pair"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("member", models.F("other")), _negated=True),
                                name="revealoffer_not_oneself",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewTask",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tasks",
                                to="trust.case",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField()),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("first", "first review"),
                                    ("second", "second review"),
                                    ("appeal", "appeal"),
                                ],
                                default="first",
                                max_length=8,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("leased", "taken"),
                                    ("decided", "decided"),
                                    ("released", "given back"),
                                    ("expired", "lease ran out"),
                                ],
                                default="open",
                                max_length=12,
                            ),
                        ),
                        (
                            "holder",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("lease_token", models.UUIDField(null=True)),
                        ("lease_until", models.DateTimeField(null=True)),
                        (
                            "because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("policy", "Two people judge every case of this kind."),
                                    ("id-picture", "There is a picture of an ID among the proofs."),
                                    ("final-no", "After a no for such a reason there is no new try."),
                                    (
                                        "certifier-below",
                                        "Blind second looks agree too seldom with this certifier.",
                                    ),
                                    (
                                        "kind-below",
                                        "Blind second looks agree too seldom in cases of this kind.",
                                    ),
                                    ("differ", "Two certifiers said different things."),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("because", ""), ("stage", "second"), _connector="OR"),
                                name="reviewtask_only_second_has_because",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("open", "leased"))),
                                fields=("case",),
                                name="reviewtask_one_live_per_case",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["leased", "decided"]), _negated=True),
                                    models.Q(
                                        ("holder__isnull", False),
                                        ("lease_token__isnull", False),
                                        ("lease_until__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="reviewtask_leased_has_lease",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="AccessEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "evidence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="views",
                                to="trust.evidence",
                            ),
                        ),
                        (
                            "viewer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("owner", "you"),
                                    ("certifier", "a certifier"),
                                    ("second_certifier", "a second certifier"),
                                    ("appeal_certifier", "the certifier of your appeal"),
                                    ("blind_certifier", "a certifier who checks the certifiers"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("own-copy", "own copy"),
                                    ("review", "review of the case"),
                                    ("appeal", "appeal"),
                                    ("quality", "blind second look"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="trust.reviewtask",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ("-pk",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("role__in", ["owner", "blind_certifier"]),
                                    ("task__isnull", False),
                                    _connector="OR",
                                ),
                                name="accessentry_has_a_task",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="trust.case",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField()),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decision",
                                to="trust.reviewtask",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("first", "first review"),
                                    ("second", "second review"),
                                    ("appeal", "appeal"),
                                ],
                                default="first",
                                max_length=8,
                            ),
                        ),
                        (
                            "reviewer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("approve", "approve"),
                                    ("reject", "do not approve"),
                                    ("resubmit", "ask to send again"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("reasons", models.JSONField(default=list)),
                        ("note_sealed", models.CharField(blank=True, max_length=4096)),
                        ("decided_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ("pk",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome", "approve"),
                                    models.Q(("reasons", []), _negated=True),
                                    _connector="OR",
                                ),
                                name="decision_no_needs_reason",
                            ),
                            models.UniqueConstraint(
                                fields=("case", "round", "reviewer"),
                                name="decision_one_per_round_and_reviewer",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ViewTicket",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("token_hash", models.CharField(max_length=64, unique=True)),
                        (
                            "evidence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="trust.evidence",
                            ),
                        ),
                        (
                            "viewer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="trust.reviewtask",
                            ),
                        ),
                        ("expires_at", models.DateTimeField(db_index=True)),
                        ("used_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
            ]
        ),
    ]
