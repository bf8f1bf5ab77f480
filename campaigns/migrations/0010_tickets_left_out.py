"""A ticket leaves the drum while the friends behind it don't count, and comes back."""

from django.db import migrations, models

from common.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0009_further_risk_rules")]

    operations = [
        migrations.AddField(
            model_name="drawticket",
            name="left_out_code",
            field=models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="drawticket",
            index=models.Index(
                condition=models.Q(("left_out_code", ""), _negated=True),
                fields=["entry"],
                name="draw_ticket_left_out",
            ),
        ),
        append_only("campaigns_drawticket", may_change=["left_out_code"]),
    ]
