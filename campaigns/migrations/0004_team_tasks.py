from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0003_risk_rules"),
    ]

    operations = [
        migrations.AlterField(
            model_name="qualifyingevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("account_age", "The account is so many days old"),
                    ("joined_group", "Joined a group"),
                    ("posted", "Posted in a group"),
                    ("attended", "Came to an event"),
                    ("task", "Did a task with a team at an event"),
                    ("event", "Something that another system reports"),
                ],
                max_length=12,
            ),
        ),
    ]
