import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_archives_and_erasures"),
        ("common", "0003_search_entries"),
    ]

    operations = [
        migrations.AddField(
            model_name="profile",
            name="photo",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="common.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="profile",
            name="photo_audience",
            field=models.PositiveSmallIntegerField(
                choices=[(0, "only me"), (1, "people I share a group with"), (2, "members"), (3, "public")],
                default=1,
            ),
        ),
        migrations.AddField(
            model_name="profile",
            name="photo_waiting",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="common.storedfile",
            ),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=models.CheckConstraint(
                condition=models.Q(("photo_audience__lte", 3)), name="profile_photo_audience"
            ),
        ),
    ]
