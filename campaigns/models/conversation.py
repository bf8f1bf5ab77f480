"""What people say elsewhere about a campaign: our post there, and each comment or repost of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.states import Channel, MentionKind
from common.ids import PublicIdField

MENTION_LIMIT = 2000


class ChannelPost(models.Model):
    """``ref``: as the platform knows it. ``group``: public id of the group whose stewards answer complaints.

    ``trouble``: why it could not be read the last time; a word for managers. ``stopped_at``: no longer read.
    """

    public_id = PublicIdField()
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    ref = models.CharField(_("number of the post"), max_length=32)
    group = models.CharField(max_length=24)
    added_at = models.DateTimeField(_("followed since"))
    stopped_at = models.DateTimeField(_("no longer followed since"), null=True, blank=True)
    pulled_at = models.DateTimeField(_("last read"), null=True, blank=True)
    trouble = models.CharField(_("trouble"), max_length=40, blank=True)
    newest_comment = models.CharField(max_length=32, blank=True)
    newest_repost = models.CharField(max_length=32, blank=True)
    followers = models.PositiveBigIntegerField(default=0)
    likes = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("post elsewhere")
        verbose_name_plural = _("posts elsewhere")
        constraints = [
            models.UniqueConstraint(fields=["channel", "ref"], name="channelpost_once"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.ref}"


class Mention(models.Model):
    """Somebody's words about the post. Who they are is kept as a keyed hash; the words go in time.

    ``answer_ref``: our answer there, once it stands.
    """

    public_id = PublicIdField()
    post = models.ForeignKey(ChannelPost, on_delete=models.PROTECT, related_name="mentions")
    kind = models.CharField(_("kind"), max_length=8, choices=MentionKind)
    ref = models.CharField(max_length=32)
    author_index = models.CharField(max_length=64)
    followers = models.PositiveBigIntegerField(default=0)
    text = models.TextField(_("words"), max_length=MENTION_LIMIT, blank=True)
    said_at = models.DateTimeField(_("said at"))
    is_zombie = models.BooleanField(_("nobody behind it"))
    is_complaint = models.BooleanField(_("complains"))
    answer = models.TextField(_("our answer"), max_length=MENTION_LIMIT, blank=True)
    refusals = models.PositiveSmallIntegerField(_("answers not taken"), default=0)
    answer_ref = models.CharField(max_length=32, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.UniqueConstraint(fields=["post", "kind", "ref"], name="mention_once"),
            models.CheckConstraint(
                condition=Q(answer_ref="") | Q(answered_at__isnull=False), name="mention_answered_has_time"
            ),
        ]
        indexes = [models.Index(fields=["said_at"], name="mention_by_time")]

    def __str__(self) -> str:
        return self.public_id
