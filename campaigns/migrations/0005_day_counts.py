import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0004_team_tasks"),
    ]

    operations = [
        migrations.AddField(
            model_name="reward",
            name="cost_minor",
            field=models.PositiveIntegerField(default=0, verbose_name="cost in minor units"),
        ),
        migrations.CreateModel(
            name="DayCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("link", "Link"),
                            ("wechat", "WeChat"),
                            ("weibo", "Weibo"),
                            ("email", "E-mail"),
                            ("sms", "Text message"),
                            ("poster", "Poster"),
                            ("offline", "In person"),
                        ],
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("variant", models.CharField(blank=True, max_length=20)),
                ("touches", models.BigIntegerField(default=0)),
                ("registered", models.BigIntegerField(default=0)),
                ("qualified", models.BigIntegerField(default=0)),
                ("approved", models.BigIntegerField(default=0)),
                ("held", models.BigIntegerField(default=0)),
                ("rejected", models.BigIntegerField(default=0)),
                ("reversed", models.BigIntegerField(default=0)),
                ("rewarded", models.BigIntegerField(default=0)),
                ("cost_minor", models.BigIntegerField(default=0)),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.campaign",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "day", "channel", "version", "variant"), name="one_day_count"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QualifyTime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hours", models.PositiveIntegerField()),
                ("friends", models.BigIntegerField(default=0)),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.campaign",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "hours"), name="one_qualify_time")
                ],
            },
        ),
    ]
