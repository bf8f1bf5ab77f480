from django.db import migrations, models

import common.texts
from common.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_members")]

    operations = [
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
            options={"abstract": False},
        ),
        append_only("accounts_noticetext"),
    ]
