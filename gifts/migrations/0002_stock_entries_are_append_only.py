from django.db import migrations

from common.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("gifts", "0001_items_gifts_parcels")]

    operations = [append_only("gifts_stockentry")]
