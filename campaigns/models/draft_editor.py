from django.conf import settings
from django.db import models


class DraftEditor(models.Model):
    """Who has ever changed a campaign's draft, and so is nobody's second reader of it."""

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="editors")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "editor"], name="one_draft_editor")]

    def __str__(self) -> str:
        return f"editor {self.editor_id} of campaign {self.campaign_id}"
