"""The words of profiles: fields, industries, forms of a name. Texts of people are in the rows."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

HEADLINE_LENGTH = 80
CITY_LENGTH = 40
ENGLISH_NAME_LENGTH = 60
BIO_LENGTH = 600
LINK_LENGTH = 200
LINKS = 3


class Industry(models.TextChoices):
    INTERNET = "internet", _("Internet and software")
    FINANCE = "finance", _("Finance")
    EDUCATION = "education", _("Education")
    HEALTH = "health", _("Health")
    MEDIA = "media", _("Media and publishing")
    DESIGN = "design", _("Design and arts")
    MANUFACTURING = "manufacturing", _("Manufacturing")
    ENERGY = "energy", _("Energy and environment")
    PROPERTY = "property", _("Building and property")
    TRADE = "trade", _("Trade and retail")
    LOGISTICS = "logistics", _("Transport and logistics")
    FOOD = "food", _("Food and hospitality")
    LAW = "law", _("Law and consulting")
    SCIENCE = "science", _("Science and research")
    PUBLIC = "public", _("Public service and non-profit")
    STUDENT = "student", _("Studying")
    OTHER = "other", pgettext_lazy("industry", "Something else")


class NameForm(models.TextChoices):
    """Which name stands on top of the profile, for those who may see it; the display name for the others."""

    DISPLAY = "display", _("the name I go by here")
    ENGLISH = "english", _("my English name")
    MASKED = "masked", _("my real name, masked (张*)")
    REAL = "real", _("my real name in full")


# Fields with an audience of their own, in the order of the page.
FIELDS: Final[Mapping[str, Any]] = {
    "name": _("Your page and the name you go by"),
    "legal_name": _("Your real name"),
    "english_name": _("English name"),
    "headline": _("Headline"),
    "city": _("City"),
    "industry": _("Industry"),
    "bio": _("About you"),
    "links": _("Links"),
    "photo": _("Photo"),
}
