"""Everybody who changed a draft is kept, not the last one alone; and since when a campaign goes on."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def keep_last_editors(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    using = editor.connection.alias
    edited = apps.get_model("campaigns", "Campaign").objects.using(using).filter(edited_by__isnull=False)
    editors = apps.get_model("campaigns", "DraftEditor")
    rows = edited.values_list("pk", "edited_by_id").iterator()
    editors.objects.using(using).bulk_create(
        [editors(campaign_id=campaign_id, editor_id=editor_id) for campaign_id, editor_id in rows]
    )


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0011_promises"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftEditor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editors",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "editor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "editor"), name="one_draft_editor")
                ],
            },
        ),
        migrations.RunPython(keep_last_editors, migrations.RunPython.noop),
        migrations.RemoveField(model_name="campaign", name="edited_by"),
        migrations.AddField(
            model_name="campaign",
            name="resumed_at",
            field=models.DateTimeField(null=True, verbose_name="resumed"),
        ),
    ]
