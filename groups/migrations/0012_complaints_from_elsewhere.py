import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0011_albums"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="complaint",
            name="answer_limit",
            field=models.PositiveSmallIntegerField(default=2000, verbose_name="longest answer"),
        ),
        migrations.AddField(
            model_name="complaint",
            name="source",
            field=models.CharField(blank=True, max_length=80, verbose_name="said elsewhere"),
        ),
        migrations.AlterField(
            model_name="complaint",
            name="member",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("member__isnull", False), ("source", "")),
                    models.Q(("member__isnull", True), models.Q(("source", ""), _negated=True)),
                    _connector="OR",
                ),
                name="complaint_by_member_or_elsewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", ""), _negated=True),
                fields=("source",),
                name="complaint_once_a_source",
            ),
        ),
    ]
