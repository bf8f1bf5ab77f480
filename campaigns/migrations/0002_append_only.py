from django.db import migrations

from common.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_campaigns")]

    operations = [
        append_only("campaigns_campaignversion"),
        append_only("campaigns_touch"),
        append_only("campaigns_attribution"),
        append_only("campaigns_creditentry"),
        append_only("campaigns_decision"),
        append_only("campaigns_budgetentry"),
    ]
