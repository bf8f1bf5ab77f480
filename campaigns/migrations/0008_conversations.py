import django.db.models.deletion
from django.db import migrations, models

import common.ids


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0007_more_channels"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChannelPost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", common.ids.PublicIdField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("link", "Link"),
                            ("wechat", "WeChat"),
                            ("weibo", "Weibo"),
                            ("qzone", "QZone"),
                            ("linkedin", "LinkedIn"),
                            ("email", "E-mail"),
                            ("sms", "Text message"),
                            ("poster", "Poster"),
                            ("offline", "In person"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                ("ref", models.CharField(max_length=32, verbose_name="number of the post")),
                ("group", models.CharField(max_length=24)),
                ("added_at", models.DateTimeField(verbose_name="followed since")),
                ("pulled_at", models.DateTimeField(blank=True, null=True, verbose_name="last read")),
                ("trouble", models.CharField(blank=True, max_length=40, verbose_name="trouble")),
                ("newest_comment", models.CharField(blank=True, max_length=32)),
                ("newest_repost", models.CharField(blank=True, max_length=32)),
                ("followers", models.PositiveBigIntegerField(default=0)),
                ("likes", models.PositiveBigIntegerField(default=0)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="campaigns.campaign"
                    ),
                ),
            ],
            options={
                "verbose_name": "post elsewhere",
                "verbose_name_plural": "posts elsewhere",
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", common.ids.PublicIdField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("comment", "Comment"), ("repost", "Repost")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("ref", models.CharField(max_length=32)),
                ("author_index", models.CharField(max_length=64)),
                ("followers", models.PositiveBigIntegerField(default=0)),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="words")),
                ("said_at", models.DateTimeField(verbose_name="said at")),
                ("is_zombie", models.BooleanField(verbose_name="nobody behind it")),
                ("is_complaint", models.BooleanField(verbose_name="complains")),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="our answer")),
                ("refusals", models.PositiveSmallIntegerField(default=0, verbose_name="answers not taken")),
                ("answer_ref", models.CharField(blank=True, max_length=32)),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to="campaigns.channelpost",
                    ),
                ),
            ],
            options={
                "verbose_name": "mention",
                "verbose_name_plural": "mentions",
            },
        ),
        migrations.AddConstraint(
            model_name="channelpost",
            constraint=models.UniqueConstraint(fields=("channel", "ref"), name="channelpost_once"),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(fields=["said_at"], name="mention_by_time"),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(fields=("post", "kind", "ref"), name="mention_once"),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer_ref", ""), ("answered_at__isnull", False), _connector="OR"),
                name="mention_answered_has_time",
            ),
        ),
    ]
