import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.ids
import common.texts
from common.new_tables import NewTables


class Migration(migrations.Migration):
    """All tables at once. Takes the place of the steps in which they grew."""

    replaces = [
        ("gifts", "0001_items_gifts_parcels"),
        ("gifts", "0002_stock_entries_are_append_only"),
        ("gifts", "0003_packing_desk"),
        ("gifts", "0004_code_pools"),
        ("gifts", "0005_presents"),
        ("gifts", "0006_variants_and_exchanges"),
        ("gifts", "0007_warehouses"),
        ("gifts", "0008_picking_lists"),
        ("gifts", "0009_dead_parcels"),
        ("gifts", "0010_countries_and_address_book"),
        ("gifts", "0003_money"),
        ("gifts", "0004_bills_at_the_desk"),
        ("gifts", "0005_substitutes"),
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
                    name="BookEntry",
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
                                db_index=False,
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
                        (
                            "giver",
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
                                    ("present", "A present"),
                                    ("introduction", "An introduction"),
                                    ("meeting", "A meeting"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("ref", models.CharField(max_length=80, unique=True)),
                        ("happened_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["low", "high", "-happened_at"], name="bookentry_of_pair")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("low__lt", models.F("high"))),
                                name="bookentry_pair_is_ordered",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("giver", models.F("low")), ("giver", models.F("high")), _connector="OR"
                                ),
                                name="bookentry_giver_is_one_of_the_two",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Item",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0)),
                        ("public_id", common.ids.PublicIdField()),
                        ("brand_ref", models.CharField(db_index=True, max_length=64)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("physical", "Parcel"),
                                    ("code", "Code"),
                                    ("experience", "Experience"),
                                    ("money", "Money"),
                                ],
                                default="physical",
                                max_length=12,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("active", "Active"), ("retired", "Retired")],
                                default="active",
                                max_length=12,
                            ),
                        ),
                        (
                            "fulfilment",
                            models.CharField(
                                choices=[("auto", "Sent at once"), ("desk", "Packed at the desk")],
                                default="auto",
                                max_length=8,
                            ),
                        ),
                        ("name", common.texts.I18nField(default=dict, verbose_name="name")),
                        (
                            "description",
                            common.texts.I18nField(blank=True, default=dict, verbose_name="description"),
                        ),
                        ("value_fen", models.PositiveIntegerField(default=0, verbose_name="value in fen")),
                        (
                            "slots",
                            models.PositiveSmallIntegerField(default=16, verbose_name="slices of stock"),
                        ),
                        (
                            "for_presents",
                            models.BooleanField(default=False, verbose_name="members may give it"),
                        ),
                        (
                            "variant_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="variants",
                                to="gifts.item",
                                verbose_name="another size or colour of",
                            ),
                        ),
                        (
                            "variant",
                            common.texts.I18nField(blank=True, default=dict, verbose_name="size or colour"),
                        ),
                        (
                            "low_stock",
                            models.PositiveIntegerField(
                                default=0, verbose_name="tell when fewer are left than"
                            ),
                        ),
                        ("is_low", models.BooleanField(default=False, verbose_name="was told to be low")),
                        ("shelf", models.CharField(blank=True, max_length=20, verbose_name="shelf")),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "item",
                        "verbose_name_plural": "items",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("slots__gte", 1), ("slots__lte", 64)),
                                name="item_slots_1_to_64",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["active", "retired"])),
                                name="item_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ("physical", "money")),
                                    ("fulfilment", "desk"),
                                    _connector="OR",
                                ),
                                name="item_only_parcels_and_money_are_sent_at_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "money"), _negated=True),
                                    models.Q(
                                        ("for_presents", False),
                                        ("value_fen__gte", 30),
                                        ("value_fen__lte", 199999),
                                    ),
                                    _connector="OR",
                                ),
                                name="item_money_has_an_amount",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("variant_of", models.F("pk")), _negated=True),
                                name="item_not_its_own_variant",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="CodePool",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "item",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="code_pool",
                                to="gifts.item",
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
                        ("turn", models.PositiveBigIntegerField(default=0)),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "pool of codes",
                        "verbose_name_plural": "pools of codes",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="CodeImport",
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
                            "pool",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imports",
                                to="gifts.codepool",
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="reason")),
                        ("dry_run", models.BooleanField(default=False, verbose_name="only looked")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("running", "Running"),
                                    ("done", "Done"),
                                    ("failed", "Failed"),
                                ],
                                default="waiting",
                                max_length=12,
                            ),
                        ),
                        ("parts_total", models.PositiveIntegerField(default=0)),
                        ("parts_done", models.PositiveIntegerField(default=0)),
                        ("lines", models.PositiveIntegerField(default=0, verbose_name="lines")),
                        ("added", models.PositiveIntegerField(default=0, verbose_name="added")),
                        ("known", models.PositiveIntegerField(default=0, verbose_name="in the pool already")),
                        (
                            "repeated",
                            models.PositiveIntegerField(default=0, verbose_name="repeated in the file"),
                        ),
                        ("unusable", models.PositiveIntegerField(default=0, verbose_name="unusable")),
                        ("told", models.JSONField(default=list)),
                        ("created_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "import of codes",
                        "verbose_name_plural": "imports of codes",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "running", "done", "failed"])),
                                name="codeimport_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("dry_run", False), ("added", 0), _connector="OR"),
                                name="codeimport_dry_adds_nothing",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="CodeImportPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="gifts.codeimport",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("first_line", models.PositiveIntegerField()),
                        ("sealed", models.TextField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("source", "number"), name="codeimportpart_in_order"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="OfferLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        ("source", models.CharField(max_length=80, unique=True)),
                        ("sender_ref", models.CharField(blank=True, max_length=64)),
                        ("reason", common.texts.I18nField(blank=True, default=dict)),
                        ("offer_hours", models.PositiveIntegerField()),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "line of recipients",
                        "verbose_name_plural": "lines of recipients",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("offer_hours__gte", 1)), name="offerline_gives_time"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Gift",
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
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gifts",
                                to="gifts.item",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gifts",
                                to="gifts.offerline",
                            ),
                        ),
                        ("source", models.CharField(max_length=120)),
                        ("sequence", models.PositiveSmallIntegerField(default=1)),
                        ("sender_ref", models.CharField(blank=True, max_length=64)),
                        (
                            "reason",
                            common.texts.I18nField(blank=True, default=dict, verbose_name="why it is given"),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gifts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("reserved", "Reserved"),
                                    ("offered", "Waiting for an answer"),
                                    ("accepted", "Accepted"),
                                    ("packing", "Being packed"),
                                    ("shipped", "On its way"),
                                    ("delivered", "Delivered"),
                                    ("declined", "Declined"),
                                    ("expired", "Expired"),
                                    ("swapped", "Swapped"),
                                    ("passed_on", "Passed on"),
                                    ("returned", "Returned"),
                                ],
                                default="reserved",
                                max_length=12,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
                        ("handed_over_at", models.DateTimeField(blank=True, null=True)),
                        ("shipped_at", models.DateTimeField(blank=True, null=True)),
                        ("delivered_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "gift",
                        "verbose_name_plural": "gifts",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["accepted", "packing"])),
                                fields=["accepted_at", "id"],
                                name="gift_packing_list",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("source", "sequence"), name="gift_source_sequence"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ("declined", "expired", "swapped", "passed_on", "returned"),
                                    ),
                                    _negated=True,
                                ),
                                fields=("source",),
                                name="gift_one_live_per_source",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "reserved",
                                            "offered",
                                            "accepted",
                                            "packing",
                                            "shipped",
                                            "delivered",
                                            "declined",
                                            "expired",
                                            "swapped",
                                            "passed_on",
                                            "returned",
                                        ],
                                    )
                                ),
                                name="gift_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "reserved"), ("recipient__isnull", False), _connector="OR"
                                ),
                                name="gift_has_recipient",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["reserved", "offered"]), _negated=True),
                                    ("accepted_at__isnull", True),
                                    _connector="OR",
                                ),
                                name="gift_open_is_not_accepted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["accepted", "packing", "shipped", "delivered"]),
                                        _negated=True,
                                    ),
                                    ("accepted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="gift_never_forced",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "shipped"), _negated=True),
                                    ("shipped_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="gift_shipped_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "delivered"), _negated=True),
                                    ("delivered_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="gift_delivered_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        (
                                            "state__in",
                                            ("declined", "expired", "swapped", "passed_on", "returned"),
                                        ),
                                    ),
                                    models.Q(
                                        models.Q(
                                            (
                                                "state__in",
                                                ("declined", "expired", "swapped", "passed_on", "returned"),
                                            ),
                                            _negated=True,
                                        ),
                                        ("ended_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="gift_ended_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryAddress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "gift",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="address",
                                to="gifts.gift",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "data_key",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="common.datakey",
                            ),
                        ),
                        ("recipient_name", models.TextField(blank=True)),
                        ("phone", models.TextField(blank=True)),
                        ("country", models.TextField(blank=True)),
                        ("province", models.TextField(blank=True)),
                        ("city", models.TextField(blank=True)),
                        ("district", models.TextField(blank=True)),
                        ("street", models.TextField(blank=True)),
                        ("postcode", models.TextField(blank=True)),
                        ("created_at", models.DateTimeField()),
                        ("shred_after", models.DateTimeField(blank=True, null=True)),
                        ("shredded_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "delivery address",
                        "verbose_name_plural": "delivery addresses",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("shredded_at__isnull", True)),
                                fields=["shred_after"],
                                name="deliveryaddress_to_shred",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("shredded_at__isnull", True), ("street__gt", "")),
                                    models.Q(
                                        ("city", ""),
                                        ("country", ""),
                                        ("district", ""),
                                        ("phone", ""),
                                        ("postcode", ""),
                                        ("province", ""),
                                        ("recipient_name", ""),
                                        ("shredded_at__isnull", False),
                                        ("street", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="deliveryaddress_shredded_is_empty",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GiftOffer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "gift",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="gifts.gift",
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gift_offers",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("offered_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("accepted", "Accepted"),
                                    ("declined", "Declined"),
                                    ("expired", "Expired"),
                                    ("swapped", "Swapped"),
                                    ("passed_on", "Passed on"),
                                ],
                                default="",
                                max_length=12,
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("phrase", models.CharField(blank=True, max_length=40)),
                    ],
                    options={
                        "verbose_name": "offer",
                        "verbose_name_plural": "offers",
                        "indexes": [
                            models.Index(fields=["recipient", "-id"], name="giftoffer_box"),
                            models.Index(
                                condition=models.Q(("answer", "")),
                                fields=["expires_at"],
                                name="giftoffer_open_by_expiry",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("answer", "")),
                                fields=("gift",),
                                name="giftoffer_one_open",
                            ),
                            models.UniqueConstraint(
                                fields=("gift", "recipient"), name="giftoffer_once_per_person"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", ""), ("answered_at__isnull", True)),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        ("answered_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="giftoffer_answer_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("phrase", ""), ("answer", "declined"), _connector="OR"),
                                name="giftoffer_phrase_only_with_no",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LinePlace",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0)),
                        (
                            "line",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="places",
                                to="gifts.offerline",
                            ),
                        ),
                        ("position", models.PositiveIntegerField()),
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
                                    ("waiting", "Waiting in line"),
                                    ("offered", "Offered"),
                                    ("served", "Served"),
                                    ("passed", "Passed"),
                                ],
                                default="waiting",
                                max_length=12,
                            ),
                        ),
                        (
                            "gift",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="places",
                                to="gifts.gift",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["line", "position"],
                                name="lineplace_next_in_line",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("line", "position"), name="lineplace_one_per_position"
                            ),
                            models.UniqueConstraint(
                                fields=("line", "member"), name="lineplace_one_per_member"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["offered", "served"])),
                                fields=("gift",),
                                name="lineplace_one_holder",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["offered", "served"]), _negated=True),
                                    ("gift__isnull", False),
                                    _connector="OR",
                                ),
                                name="lineplace_offered_has_gift",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "waiting"), _negated=True),
                                    ("gift__isnull", True),
                                    _connector="OR",
                                ),
                                name="lineplace_waiting_has_none",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ParcelToPack",
                    fields=[],
                    options={
                        "verbose_name": "parcel to pack",
                        "verbose_name_plural": "packing desk",
                        "proxy": True,
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=("gifts.gift",),
                ),
                migrations.CreateModel(
                    name="PickList",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        ("brand_ref", models.CharField(db_index=True, max_length=64)),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="made by",
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "picking list",
                        "verbose_name_plural": "picking lists",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="PickLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="gifts.picklist",
                            ),
                        ),
                        (
                            "gift",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pick_line",
                                to="gifts.gift",
                            ),
                        ),
                        ("picked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "picked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "unit to pick",
                        "verbose_name_plural": "units to pick",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("picked_at__isnull", False), ("picked_by__isnull", True), _connector="OR"
                                ),
                                name="pickline_unpicked_by_nobody",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="PoolCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "pool",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="codes",
                                to="gifts.codepool",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="codes",
                                to="gifts.codeimport",
                            ),
                        ),
                        ("code_index", models.CharField(max_length=64)),
                        ("sealed", models.CharField(max_length=512)),
                        (
                            "gift",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="code",
                                to="gifts.gift",
                            ),
                        ),
                        ("void", models.BooleanField(default=False)),
                    ],
                    options={
                        "verbose_name": "code",
                        "verbose_name_plural": "codes",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("gift__isnull", True), ("void", False)),
                                fields=["pool", "id"],
                                name="poolcode_free",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("pool", "code_index"), name="poolcode_once_per_pool"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("void", False), ("gift__isnull", True), _connector="OR"),
                                name="poolcode_void_is_nobodys",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CodeReveal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reveals",
                                to="gifts.poolcode",
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
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "look at a code",
                        "verbose_name_plural": "looks at codes",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Present",
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
                            "gift",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="present",
                                to="gifts.gift",
                            ),
                        ),
                        (
                            "sender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        ("card_sealed", models.TextField(blank=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("scheduled", "Waiting for its day"),
                                    ("sent", "Sent"),
                                    ("called_off", "Called off"),
                                ],
                                default="scheduled",
                                max_length=12,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("send_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "present",
                        "verbose_name_plural": "presents",
                        "indexes": [models.Index(fields=["sender", "-id"], name="present_sent_by")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["scheduled", "sent", "called_off"])),
                                name="present_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sender", models.F("recipient")), _negated=True),
                                name="present_to_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "sent"), _negated=True),
                                    ("sent_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="present_sent_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedAddress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        ("parts_sealed", models.JSONField()),
                        ("same_as", models.CharField(max_length=64)),
                        ("created_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "saved address",
                        "verbose_name_plural": "saved addresses",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("owner", "same_as"), name="savedaddress_once_per_owner"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Shipment",
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
                            "gift",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shipment",
                                to="gifts.gift",
                            ),
                        ),
                        ("carrier", models.CharField(max_length=32)),
                        ("waybill_no", models.CharField(max_length=64)),
                        ("provider_ref", models.CharField(blank=True, max_length=64)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("created", "Parcel announced"),
                                    ("handed_over", "Handed over to the carrier"),
                                    ("in_transit", "On its way"),
                                    ("out_for_delivery", "Out for delivery"),
                                    ("delivered", "Delivered"),
                                    ("problem", "Problem on the way"),
                                    ("refused", "Refused at the door"),
                                    ("returned", "Returned to the sender"),
                                ],
                                default="created",
                                max_length=20,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("next_check_at", models.DateTimeField(blank=True, null=True)),
                        ("delivered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("restocked", "Back on the shelf"), ("written_off", "Written off")],
                                default="",
                                max_length=12,
                                verbose_name="what became of the unit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "shipment",
                        "verbose_name_plural": "shipments",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("next_check_at__isnull", False)),
                                fields=["next_check_at"],
                                name="shipment_to_check",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("carrier", "waybill_no"), name="shipment_one_per_waybill"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "created",
                                            "handed_over",
                                            "in_transit",
                                            "out_for_delivery",
                                            "delivered",
                                            "problem",
                                            "refused",
                                            "returned",
                                        ],
                                    )
                                ),
                                name="shipment_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("waybill_no", ""), _negated=True),
                                name="shipment_has_waybill",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "delivered"), _negated=True),
                                    ("delivered_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="shipment_delivered_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("delivered", "returned")), _negated=True),
                                    ("next_check_at__isnull", True),
                                    _connector="OR",
                                ),
                                name="shipment_finished_is_not_checked",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("outcome", ""), ("state", "returned"), _connector="OR"),
                                name="shipment_outcome_once_back",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeadParcel",
                    fields=[],
                    options={
                        "verbose_name": "dead parcel",
                        "verbose_name_plural": "dead parcels",
                        "proxy": True,
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=("gifts.shipment",),
                ),
                migrations.CreateModel(
                    name="StockEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="gifts.item",
                            ),
                        ),
                        ("slot", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("receive", "Received"),
                                    ("reserve", "Reserved"),
                                    ("release", "Released"),
                                    ("consume", "Handed out"),
                                    ("write_off", "Written off"),
                                    ("found", "Found at a count"),
                                    ("move_out", "Left for another warehouse"),
                                    ("move_in", "Came from another warehouse"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("quantity", models.PositiveIntegerField()),
                        (
                            "gift",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stock_entries",
                                to="gifts.gift",
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "stock entry",
                        "verbose_name_plural": "stock entries",
                        "indexes": [models.Index(fields=["item", "kind"], name="stockentry_by_item")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gte", 1)), name="stockentry_changes_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ("receive", "write_off", "found", "move_out", "move_in")),
                                    models.Q(("gift__isnull", False), ("quantity", 1)),
                                    _connector="OR",
                                ),
                                name="stockentry_of_gift_is_one_unit",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "reserve")),
                                fields=("gift",),
                                name="stockentry_reserved_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind__in", ["release", "consume"])),
                                fields=("gift",),
                                name="stockentry_ended_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Substitute",
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
                            "gift",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="substitutes",
                                to="gifts.gift",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="gifts.item"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked"),
                                    ("agreed", "Agreed to"),
                                    ("declined", "Declined"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="asked",
                                max_length=10,
                            ),
                        ),
                        ("reason", models.CharField(max_length=200)),
                        ("asked_at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "substitute",
                        "verbose_name_plural": "substitutes",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "asked")),
                                fields=("gift",),
                                name="substitute_one_asked",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at__isnull", True), ("state", "asked")),
                                    models.Q(
                                        models.Q(("state", "asked"), _negated=True),
                                        ("answered_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="substitute_answer_has_time",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ThankYou",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "present",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="thanks",
                                to="gifts.present",
                            ),
                        ),
                        ("text_sealed", models.TextField()),
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
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "thank-you note",
                        "verbose_name_plural": "thank-you notes",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="TrackingStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "shipment",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="gifts.shipment",
                            ),
                        ),
                        ("happened_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("created", "Parcel announced"),
                                    ("handed_over", "Handed over to the carrier"),
                                    ("in_transit", "On its way"),
                                    ("out_for_delivery", "Out for delivery"),
                                    ("delivered", "Delivered"),
                                    ("problem", "Problem on the way"),
                                    ("refused", "Refused at the door"),
                                    ("returned", "Returned to the sender"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("text", models.CharField(max_length=300)),
                        ("fingerprint", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ["happened_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("shipment", "fingerprint"), name="trackingstep_told_once"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Transfer",
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
                            "gift",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transfer",
                                to="gifts.gift",
                            ),
                        ),
                        (
                            "bill_no",
                            models.CharField(max_length=32, unique=True, verbose_name="number of the bill"),
                        ),
                        ("amount", models.PositiveIntegerField(verbose_name="amount")),
                        ("currency", models.CharField(max_length=3, verbose_name="currency")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("requested", "Being prepared"),
                                    ("processing", "Taken on by the payer"),
                                    ("awaiting_user_confirm", "Waiting for your confirmation"),
                                    ("transferring", "On its way"),
                                    ("paid", "Paid"),
                                    ("failed", "Failed"),
                                    ("cancelled", "Taken back"),
                                    ("refused", "Refused by the payer"),
                                    ("held", "Held: another amount"),
                                ],
                                default="requested",
                                max_length=24,
                            ),
                        ),
                        (
                            "provider_ref",
                            models.CharField(blank=True, max_length=64, verbose_name="number at the payer"),
                        ),
                        (
                            "package",
                            models.TextField(
                                blank=True, default="", verbose_name="what opens the confirmation"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=64, verbose_name="what the payer says"),
                        ),
                        ("created_at", models.DateTimeField()),
                        (
                            "confirm_by",
                            models.DateTimeField(blank=True, null=True, verbose_name="to be confirmed by"),
                        ),
                        ("next_check_at", models.DateTimeField(blank=True, null=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "told_amount",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="amount the payer tells of"
                            ),
                        ),
                        (
                            "former_no",
                            models.CharField(
                                blank=True,
                                default="",
                                max_length=32,
                                verbose_name="number of the refused bill",
                            ),
                        ),
                        (
                            "cancel_asked_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="asked to be taken back at"
                            ),
                        ),
                        (
                            "cancel_reason",
                            models.CharField(
                                blank=True, default="", max_length=300, verbose_name="why it is taken back"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "transfer",
                        "verbose_name_plural": "transfers",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("next_check_at__isnull", False)),
                                fields=["next_check_at"],
                                name="transfer_to_check",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "requested",
                                            "processing",
                                            "awaiting_user_confirm",
                                            "transferring",
                                            "paid",
                                            "failed",
                                            "cancelled",
                                            "refused",
                                            "held",
                                        ],
                                    )
                                ),
                                name="transfer_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 1)), name="transfer_of_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("finished_at__isnull", False),
                                        ("next_check_at__isnull", True),
                                        ("state__in", ("paid", "failed", "cancelled")),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("state__in", ("paid", "failed", "cancelled")), _negated=True
                                        ),
                                        ("finished_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="transfer_over_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("package", ""), ("state", "awaiting_user_confirm"), _connector="OR"
                                ),
                                name="transfer_package_only_while_it_waits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cancel_asked_at__isnull", True),
                                    models.Q(("cancel_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="transfer_taken_back_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "held"), _negated=True),
                                    ("told_amount__isnull", False),
                                    _connector="OR",
                                ),
                                name="transfer_held_says_amount",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TransferStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "transfer",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="gifts.transfer",
                            ),
                        ),
                        ("happened_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("requested", "Being prepared"),
                                    ("processing", "Taken on by the payer"),
                                    ("awaiting_user_confirm", "Waiting for your confirmation"),
                                    ("transferring", "On its way"),
                                    ("paid", "Paid"),
                                    ("failed", "Failed"),
                                    ("cancelled", "Taken back"),
                                    ("refused", "Refused by the payer"),
                                    ("held", "Held: another amount"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=64)),
                        ("fingerprint", models.CharField(max_length=64)),
                    ],
                    options={
                        "verbose_name": "step of a transfer",
                        "verbose_name_plural": "steps of transfers",
                        "ordering": ["happened_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("transfer", "fingerprint"), name="transferstep_told_once"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Warehouse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        ("brand_ref", models.CharField(db_index=True, max_length=64)),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "warehouse",
                        "verbose_name_plural": "warehouses",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("brand_ref", "name"), name="warehouse_one_per_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="warehouse_has_name"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="StockBalance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="balances",
                                to="gifts.item",
                            ),
                        ),
                        ("slot", models.PositiveSmallIntegerField()),
                        (
                            "warehouse",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="balances",
                                to="gifts.warehouse",
                            ),
                        ),
                        ("on_hand", models.PositiveIntegerField(default=0)),
                        ("reserved", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("item", "slot"), name="stockbalance_one_per_slot"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("on_hand__gte", models.F("reserved"))),
                                name="stockbalance_never_oversold",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
            ]
        ),
    ]
