"""A member's own pages: how far I am, my invitation, claiming what I earned."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from accounts.registration import read_visitor_key, write_visitor_key
from campaigns import plain_rules
from campaigns.campaign_page import word_of
from campaigns.channel_words import words_for
from campaigns.friend_states import FriendState
from campaigns.operations.claims import claim_reward
from campaigns.operations.share_links import make_share_link
from campaigns.operations.vanity_codes import MOST_CODES
from campaigns.posters import INVITATION
from campaigns.providers.wechat_account import CardSeal, current_account
from campaigns.queries.ambassadors import Appointment, own_standing
from campaigns.queries.campaigns import CampaignDetail, campaign_detail, share_links_of
from campaigns.queries.channels import scene_address
from campaigns.queries.links import chosen_codes
from campaigns.queries.progress import Friend, progress_of
from campaigns.queries.rewards import OwnReward, find_reward_id, own_reward
from campaigns.rulebook import Rulebook
from campaigns.sentences import credit_text
from campaigns.share_channels import Way, way_through
from campaigns.states import CampaignState, Channel, RewardKind, RewardState
from campaigns.tally import tally_words
from campaigns.web.vouches import vouch_cells
from common.errors import NotFound
from common.ids import new_public_id
from common.templatetags.ui import badge
from common.texts import in_language
from common.web import ActionView, NonceForm, PageView, SignInRequired
from gifts.queries import gifts_by_source, names_by_public_id

FRIENDS_A_PAGE = 25
FRIEND_WORDS: Mapping[str, tuple[str, Any]] = {
    FriendState.REGISTERED: ("wait", gettext_lazy("Not yet")),
    FriendState.QUALIFIED: ("good", gettext_lazy("Counts")),
    FriendState.HELD: ("wait", gettext_lazy("On hold")),
    FriendState.REJECTED: ("bad", gettext_lazy("Does not count")),
    FriendState.REVERSED: ("bad", gettext_lazy("Does not count")),
    FriendState.EXPIRED: ("plain", gettext_lazy("Does not count")),
}
REWARD_TONES: Mapping[str, str] = {
    RewardState.EARNED: "wait",
    RewardState.HELD: "wait",
    RewardState.APPROVED: "good",
    RewardState.GRANTED: "good",
    RewardState.CANCELLED: "bad",
    RewardState.CLAWED_BACK: "bad",
}


_INSIDE = "MicroMessenger"


def _member_id(request: HttpRequest) -> int:
    """Of somebody who is signed in; ``SignInRequired`` has sent the others away."""
    return request.user.pk or 0


class ProgressView(SignInRequired, PageView):
    """Five statements, the session and the member included."""

    template_name = "campaigns/progress.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        cursor = request.GET.get("cursor")
        own = progress_of(
            member_id=_member_id(request), slug=kwargs["slug"], cursor=cursor, size=FRIENDS_A_PAGE
        )
        rulebook = own.campaign.rulebook
        if rulebook is None:
            raise NotFound
        counted = [friend.name for friend in own.friends if friend.counts]
        return {
            "own": own,
            "campaign": own.campaign,
            "word": word_of(own.campaign),
            "is_open": own.campaign.state == CampaignState.LIVE and not own.campaign.is_stopped,
            "tally": tally_words(
                rulebook,
                credit_hundredths=own.credit_hundredths,
                rewards=own.rewards_earned,
                not_given=own.not_given,
            ),
            "milestones": _milestones(rulebook, own.credit_hundredths),
            "shared": credit_text(own.shared_hundredths) if own.shared_hundredths else "",
            "names": list(reversed(counted)) if not cursor and not own.next_cursor else [],
            "friends": _friend_rows(
                own.friends, vouches_in=own.campaign.public_id if rulebook.vouching else ""
            ),
            "rewards": [_reward_row(reward) for reward in own.rewards],
            "may_need_more": own.held > 0 or not own.complete,
            "waits": any(reward.waits for reward in own.rewards),
            "claimable": next((each.public_id for each in own.rewards if each.can_be_claimed), ""),
        }


def _milestones(rulebook: Rulebook, credit_hundredths: int) -> list[tuple[str, bool]]:
    """One statement, and none where the campaign has only its main reward."""
    rules = rulebook.further_for("advocate")
    items = [rule.item for rule in rules if rule.item]
    names = names_by_public_id(items) if items else {}
    return plain_rules.milestones(rulebook, names, credit_hundredths=credit_hundredths)


FriendRow = tuple[str, str, SafeString, str, str, str]


def _friend_rows(friends: Sequence[Friend], *, vouches_in: str) -> list[FriendRow]:
    """(name, page, badge, reason, word, page of the word): the badges are drawn once per state, not once per
    row. ``vouches_in``: the campaign's public id where advocates may vouch."""
    drawn: dict[str, SafeString] = {}
    rows = []
    for friend in friends:
        if friend.state not in drawn:
            drawn[friend.state] = badge(*FRIEND_WORDS[friend.state])
        page = reverse("accounts:person", args=[friend.public_id]) if friend.public_id else ""
        word, word_page = vouch_cells(friend, campaign=vouches_in)
        rows.append((friend.name, page, drawn[friend.state], friend.reason, word, word_page))
    return rows


def _reward_row(reward: OwnReward) -> dict[str, Any]:
    return {
        "reward": reward,
        "kind": RewardKind(reward.kind).label,
        "label": RewardState(reward.state).label,
        "tone": REWARD_TONES[reward.state],
        "is_entry": reward.kind == RewardKind.DRAW_ENTRY and reward.state == RewardState.GRANTED,
        "is_gift": reward.kind == RewardKind.GIFT and reward.state == RewardState.GRANTED,
    }


class ChannelForm(NonceForm):
    channel = forms.ChoiceField(choices=Channel.choices, required=False, widget=forms.HiddenInput)


class ShareView(SignInRequired, ActionView):
    """My link to a campaign; the form makes it, however often it is sent."""

    template_name = "campaigns/share.html"

    form_class = ChannelForm

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The browser keeps a key, as a friend's does: whoever comes from this one is no stranger."""
        key = read_visitor_key(request) or new_public_id()
        response = super().post(request, visitor_key=key, **kwargs)
        write_visitor_key(response, key, secure=request.is_secure())
        return response

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Inside WeChat its script may be loaded, from its one place and on this page alone."""
        answer = super().get(request, **kwargs)
        seal = getattr(request, "card_seal", None)
        if seal is not None:
            csp_update({"script-src": [seal.sdk]})(lambda _request: answer)(request)
        return answer

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"channel": _channel_of(request)}

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        campaign = campaign_detail(slug=kwargs["slug"])
        links = share_links_of(campaign_id=campaign.campaign_id, member_id=_member_id(request))
        channel = _channel_of(request)
        code = links.get(channel, "")
        chosen = chosen_codes(code) if code else []
        said = next(iter(chosen), code)
        address = f"{settings.SITE_URL}{reverse('campaigns:landing', args=[said])}" if code else ""
        standing = own_standing(campaign_id=campaign.campaign_id, member_id=_member_id(request))
        open_to = campaign.rulebook.channels if campaign.rulebook else tuple(Channel.values)
        return {
            "campaign": campaign,
            "is_open": campaign.state == CampaignState.LIVE and not campaign.is_stopped,
            "word": word_of(campaign),
            "channel": Channel(channel),
            "channels": [each for each in Channel if each in open_to],
            "way": way_to(campaign, channel, address, standing=standing),
            "standing": standing,
            "code": code,
            "chosen": chosen,
            "may_choose": len(chosen) < MOST_CODES,
            "address": address,
            "subject": f"{INVITATION}-{code}",
            "texts": share_texts(campaign, channel, address, standing=standing) if code else [],
            "scene": scene_address(code, now=timezone.now()) if channel == Channel.WECHAT and code else "",
            "seal": _card_seal(request, channel) if code else None,
        }

    def act(self, request: HttpRequest, form: ChannelForm, **kwargs: Any) -> str:
        campaign = campaign_detail(slug=kwargs["slug"])
        channel = form.cleaned_data["channel"] or Channel.LINK
        make_share_link(
            actor=request.user,
            campaign_id=campaign.campaign_id,
            channel=channel,
            visitor_key=kwargs["visitor_key"],
            now=timezone.now(),
        )
        page = reverse("campaigns:share", args=[kwargs["slug"]])
        return page if channel == Channel.LINK else f"{page}?{urlencode({'channel': channel})}"


def _card_seal(request: HttpRequest, channel: str) -> CardSeal | None:
    """So that a page inside WeChat can word the card that its menu sends; elsewhere there is no such menu."""
    account = current_account()
    if account is None or channel != Channel.WECHAT or _INSIDE not in request.headers.get("User-Agent", ""):
        return None
    seal = account.seal_card(f"{settings.SITE_URL}{request.get_full_path()}", now=timezone.now())
    request.card_seal = seal  # type: ignore[attr-defined]
    request.loads_elsewhere = seal is not None  # type: ignore[attr-defined]
    return seal


def _channel_of(request: HttpRequest) -> str:
    """Which channel the page shows: the one that was chosen, else the plain link."""
    asked = request.POST.get("channel") or request.GET.get("channel") or ""
    return asked if asked in Channel.values else Channel.LINK


def way_to(
    campaign: CampaignDetail, channel: str, address: str, *, standing: Appointment | None = None
) -> Way:
    """How the invitation leaves, in the reader's own language; an ambassador's says what it is."""
    texts = campaign.texts
    title = in_language(words_for(texts, channel, "title", general=campaign.title))
    plain = _("I'd like to invite you to “%(title)s”.") % {"title": title}
    own = standing.words if standing is not None else ""
    return way_through(
        channel,
        words=own or in_language(words_for(texts, channel, "share", general=texts.get("share"))) or plain,
        neutral=plain,
        title=title,
        address=address,
        language=get_language() or settings.LANGUAGE_CODE,
        is_paid=standing is not None and standing.discloses,
    )


def share_texts(
    campaign: CampaignDetail, channel: str, address: str, *, standing: Appointment | None = None
) -> list[dict[str, str]]:
    """A neutral text to paste, in each language: what it is and where, no promise of better odds."""
    found = []
    for code, name in settings.LANGUAGES:
        with override(code):
            way = way_to(campaign, channel, address, standing=standing)
            found.append({"code": code, "name": str(name), "text": way.words})
    return found


class ClaimView(SignInRequired, ActionView):
    """An approved reward becomes a gift that is held out to its member."""

    template_name = "campaigns/claim.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        reward = own_reward(public_id=kwargs["public_id"], member_id=_member_id(request))
        return _reward_row(reward)

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        reward = claim_reward(actor=request.user, reward_id=find_reward_id(public_id), now=timezone.now())
        found = gifts_by_source([reward.source]).get(reward.source)
        return reverse("gifts:detail", args=[found[0]]) if found else reverse("gifts:list")
