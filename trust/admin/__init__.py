"""What certifiers and auditors look at and do."""

from trust.admin import calendar, cases, certifications, quality  # noqa: F401  registers its pages
