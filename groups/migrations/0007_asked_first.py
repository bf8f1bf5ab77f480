import django.db.models.deletion
from django.db import migrations, models


def _asked(model: str) -> migrations.AddField:
    return migrations.AddField(
        model_name=model,
        name="sent_anyway",
        field=models.BooleanField(db_default=False, default=False),
    )


class Migration(migrations.Migration):
    dependencies = [("groups", "0006_recaps")]

    operations = [
        _asked("comment"),
        _asked("post"),
        migrations.AddField(
            model_name="moderationaction",
            name="shielded",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="groups.post",
                verbose_name="post of somebody new",
            ),
        ),
    ]
