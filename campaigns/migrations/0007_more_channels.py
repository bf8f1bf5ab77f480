from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0006_touch_variant"),
    ]

    operations = [
        migrations.AlterField(
            model_name="daycount",
            name="channel",
            field=models.CharField(
                choices=[
                    ("link", "Link"),
                    ("wechat", "WeChat"),
                    ("weibo", "Weibo"),
                    ("qzone", "QZone"),
                    ("linkedin", "LinkedIn"),
                    ("email", "E-mail"),
                    ("sms", "Text message"),
                    ("poster", "Poster"),
                    ("offline", "In person"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="sharelink",
            name="channel",
            field=models.CharField(
                choices=[
                    ("link", "Link"),
                    ("wechat", "WeChat"),
                    ("weibo", "Weibo"),
                    ("qzone", "QZone"),
                    ("linkedin", "LinkedIn"),
                    ("email", "E-mail"),
                    ("sms", "Text message"),
                    ("poster", "Poster"),
                    ("offline", "In person"),
                ],
                default="link",
                max_length=10,
            ),
        ),
    ]
