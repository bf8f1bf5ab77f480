"""The State Council's published days: 2025 (notice of November 2024) and 2026 (notice of November 2025)."""

from datetime import date, timedelta
from typing import Any

from django.db import migrations

# name: (first day off, last day off)
HOLIDAYS = {
    2025: [
        ("元旦", "01-01", "01-01"),
        ("春节", "01-28", "02-04"),
        ("清明节", "04-04", "04-06"),
        ("劳动节", "05-01", "05-05"),
        ("端午节", "05-31", "06-02"),
        ("国庆节、中秋节", "10-01", "10-08"),
    ],
    2026: [
        ("元旦", "01-01", "01-03"),
        ("春节", "02-15", "02-23"),
        ("清明节", "04-04", "04-06"),
        ("劳动节", "05-01", "05-05"),
        ("端午节", "06-19", "06-21"),
        ("中秋节", "09-25", "09-27"),
        ("国庆节", "10-01", "10-07"),
    ],
}
MADE_UP = {
    2025: ["01-26", "02-08", "04-27", "09-28", "10-11"],
    2026: ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
}
SOURCE = "国务院办公厅关于部分节假日安排的通知"


def fill(apps: Any, schema_editor: Any) -> None:
    day, year = apps.get_model("trust", "CalendarDay"), apps.get_model("trust", "CalendarYear")
    for number, holidays in HOLIDAYS.items():
        rows = []
        for name, first, last in holidays:
            at, end = date.fromisoformat(f"{number}-{first}"), date.fromisoformat(f"{number}-{last}")
            while at <= end:
                if at.weekday() < 5:
                    rows.append(day(on=at, is_working=False, name=name))
                at += timedelta(days=1)
        rows += [
            day(on=date.fromisoformat(f"{number}-{text}"), is_working=True, name="调休上班")
            for text in MADE_UP[number]
        ]
        day.objects.bulk_create(rows)
        year.objects.create(year=number, source=SOURCE)


class Migration(migrations.Migration):
    replaces = [("trust", "0009_desk_quality_words")]
    dependencies = [("trust", "0002_written_once")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
