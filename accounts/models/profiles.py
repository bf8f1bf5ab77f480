from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.audience import Audience
from accounts.profile_words import Industry, NameForm


def _kept_for(audience: Audience) -> "models.PositiveSmallIntegerField[int, int]":
    """Who may see the field beside it."""
    return models.PositiveSmallIntegerField(choices=Audience, default=audience)


def _picture() -> "models.OneToOneField[Any, Any]":
    return models.OneToOneField(
        "common.StoredFile", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )


class Profile(models.Model):
    """What a member tells about themselves, and to whom. Without a row the defaults hold.

    The name people call them by stands on the member, the legal name in trust. ``name_audience``: who may
    open the page and find it; nothing else is shown to more.
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="profile"
    )
    # Counts the changes; the UPDATE that raises it is the lock under which the index is written.
    version = models.PositiveIntegerField(default=0)
    name_audience = _kept_for(Audience.MEMBERS)
    name_form = models.CharField(max_length=8, choices=NameForm, default=NameForm.DISPLAY)
    legal_name_audience = _kept_for(Audience.MEMBERS)
    english_name = models.CharField(max_length=60, blank=True)
    english_name_audience = _kept_for(Audience.MEMBERS)
    headline = models.CharField(max_length=80, blank=True)
    headline_audience = _kept_for(Audience.MEMBERS)
    city = models.CharField(max_length=40, blank=True)
    city_audience = _kept_for(Audience.CIRCLE)
    industry = models.CharField(max_length=16, choices=Industry, blank=True)
    industry_audience = _kept_for(Audience.MEMBERS)
    bio = models.CharField(max_length=600, blank=True)
    bio_audience = _kept_for(Audience.CIRCLE)
    links = models.JSONField(default=list, blank=True)
    links_audience = _kept_for(Audience.CIRCLE)
    # What is shown, and what the decoder has not made safe yet or has refused.
    photo = _picture()
    photo_waiting = _picture()
    photo_audience = _kept_for(Audience.CIRCLE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{field}_audience__lte": Audience.PUBLIC}), name=f"profile_{field}_audience"
            )
            for field in (
                "name",
                "legal_name",
                "english_name",
                "headline",
                "city",
                "industry",
                "bio",
                "links",
                "photo",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
