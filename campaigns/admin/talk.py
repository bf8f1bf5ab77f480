"""What is said elsewhere about a campaign: its posts, how far they reach, and answers."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from campaigns.admin.pages import CampaignPage
from campaigns.operations.conversations import (
    answer_mention,
    follow_post,
    hand_to_stewards,
    unfollow_post,
)
from campaigns.queries.conversations import find_post, mention_id_of, mentions_of, posts_of
from campaigns.states import Channel
from common.access import allow
from common.web import NonceForm
from groups.queries import stewarded_groups

FOLLOW, UNFOLLOW, ANSWER, HAND_OVER = "follow", "unfollow", "answer", "hand-over"


class TalkForm(NonceForm):
    """One form for the page's acts; the operation says what is missing."""

    act = forms.ChoiceField(choices=[(one, one) for one in (FOLLOW, UNFOLLOW, ANSWER, HAND_OVER)])
    ref = forms.CharField(
        label=_("Number of the post on Weibo"),
        required=False,
        max_length=32,
        widget=UnfoldAdminTextInputWidget,
    )
    group = forms.ChoiceField(
        label=_("Group whose stewards answer complaints"), required=False, widget=UnfoldAdminSelectWidget
    )
    post = forms.CharField(required=False, max_length=32)
    mention = forms.CharField(required=False, max_length=32)
    words = forms.CharField(
        label=_("Answer in public"),
        required=False,
        max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["group"].choices = groups  # type: ignore[attr-defined]


class TalkPage(CampaignPage):
    template_name = "admin/campaigns/talk.html"
    title = _("What people say elsewhere")
    form_class = TalkForm

    def find(self, request: HttpRequest, **kwargs: Any) -> Any:
        campaign = super().find(request, **kwargs)
        groups = stewarded_groups(member_id=request.user.pk or 0)
        self.form_class = partial(TalkForm, groups=groups)  # type: ignore[misc,assignment]
        return campaign

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        allow(request.user, "campaigns.follow-post", self.row)
        return {
            **super().context(request, **kwargs),
            "campaign": self.row,
            "posts": posts_of(self.row.pk),
            "mentions": mentions_of(self.row.pk),
        }

    def act(self, request: HttpRequest, form: TalkForm, **kwargs: Any) -> str:
        typed, now = form.cleaned_data, timezone.now()
        if typed["act"] == FOLLOW:
            follow_post(
                actor=request.user,
                campaign_id=self.row.pk,
                channel=Channel.WEIBO,
                ref=typed["ref"].strip(),
                group=typed["group"],
                now=now,
            )
            messages.success(request, _("It is read every five minutes from now on."))
            return self._here()
        if typed["act"] == UNFOLLOW:
            post = find_post(typed["post"], campaign_id=self.row.pk)
            unfollow_post(actor=request.user, post_id=post.pk if post else 0, now=now)
            messages.success(request, _("It is read no more. What was said stays here."))
            return self._here()
        mention_id = mention_id_of(self.row.pk, typed["mention"])
        if typed["act"] == ANSWER:
            answer_mention(actor=request.user, mention_id=mention_id, words=typed["words"], now=now)
            messages.success(request, _("The answer is on its way."))
        else:
            hand_to_stewards(actor=request.user, mention_id=mention_id, now=now)
            messages.success(request, _("The stewards have it. Their clock runs from now."))
        return self._here()

    def _here(self) -> str:
        return reverse("admin:campaigns_campaign_talk", args=[self.row.pk])
