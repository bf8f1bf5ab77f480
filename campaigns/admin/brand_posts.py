"""The brand's own posts elsewhere at the desk: write, see as it will stand there, plan, stop."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextareaWidget,
)

from campaigns.admin.pages import CampaignPage
from campaigns.brand_post_rules import POST_LIMITS
from campaigns.models.brand_post import BRAND_WORDS_LIMIT
from campaigns.operations.brand_posts import (
    plan_brand_post,
    reword_brand_post,
    stop_brand_post,
    write_brand_post,
)
from campaigns.queries.brand_posts import brand_posts_of, find_brand_post_id
from campaigns.states import PUBLIC_STATES, Channel
from common.access import allow
from common.web import NonceForm
from groups.queries import stewarded_groups

WRITE, REWORD, PLAN, STOP = "write", "reword", "plan", "stop"
DONE = {
    WRITE: _("Kept as a draft. Look at it below, then publish it."),
    REWORD: _("Kept as a draft. Look at it below, then publish it."),
    PLAN: _("It is published when its time comes."),
    STOP: _("Stopped. It is a draft again."),
}


class BrandPostForm(NonceForm):
    """One form for the page's acts; the operation says what is missing."""

    act = forms.ChoiceField(choices=[(one, one) for one in DONE])
    channel = forms.ChoiceField(
        label=_("Platform"),
        required=False,
        choices=[(channel, Channel(channel).label) for channel in POST_LIMITS],
        widget=UnfoldAdminSelectWidget,
    )
    words = forms.CharField(
        label=_("What shall stand there"),
        help_text=_("The tag that says it is advertising and the campaign's address are added."),
        required=False,
        max_length=BRAND_WORDS_LIMIT,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )
    group = forms.ChoiceField(
        label=_("Group whose stewards answer complaints there"),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    post = forms.CharField(required=False, max_length=32)
    at = forms.SplitDateTimeField(
        label=_("Publish at; empty: now"), required=False, widget=UnfoldAdminSplitDateTimeWidget
    )

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        nobody = ("", _("nobody: it is not followed"))
        self.fields["group"].choices = [nobody, *groups]  # type: ignore[attr-defined]


class BrandPostsPage(CampaignPage):
    template_name = "admin/campaigns/brand_posts.html"
    title = _("Our own posts elsewhere")
    form_class = BrandPostForm

    def find(self, request: HttpRequest, **kwargs: Any) -> Any:
        campaign = super().find(request, **kwargs)
        groups = stewarded_groups(member_id=request.user.pk or 0)
        self.form_class = partial(BrandPostForm, groups=groups)  # type: ignore[misc,assignment]
        return campaign

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        allow(request.user, "campaigns.write-post", self.row)
        lines, following = brand_posts_of(self.row, cursor=request.GET.get("cursor"))
        return {
            **super().context(request, **kwargs),
            "campaign": self.row,
            "is_public": self.row.state in PUBLIC_STATES,
            "lines": lines,
            "next_cursor": following,
        }

    def act(self, request: HttpRequest, form: BrandPostForm, **kwargs: Any) -> str:
        typed, now = form.cleaned_data, timezone.now()
        if typed["act"] == WRITE:
            write_brand_post(
                actor=request.user,
                campaign_id=self.row.pk,
                channel=typed["channel"],
                words=typed["words"],
                group=typed["group"],
                now=now,
            )
        else:
            post_id = find_brand_post_id(typed["post"], campaign_id=self.row.pk)
            if typed["act"] == REWORD:
                reword_brand_post(actor=request.user, post_id=post_id, words=typed["words"])
            elif typed["act"] == PLAN:
                plan_brand_post(actor=request.user, post_id=post_id, at=typed["at"], now=now)
            else:
                stop_brand_post(actor=request.user, post_id=post_id)
        messages.success(request, str(DONE[typed["act"]]))
        return reverse("admin:campaigns_campaign_brand_posts", args=[self.row.pk])
