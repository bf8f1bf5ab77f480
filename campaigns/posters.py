"""What stands on pictures that are passed on: who invites, to what, by whom and when. Never a reward.

WeChat forbids rewards for passing something on, so a picture names none; the product itself does.
"""

from dataclasses import replace

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from campaigns.channel_words import words_for
from campaigns.errors import UnknownInvitation
from campaigns.queries.campaigns import CampaignDetail, Landing, campaign_for_jobs, landing
from campaigns.states import CampaignState
from common.errors import NotFound
from common.posters.contents import Contents, to_pass_on
from common.registries import PosterKind, poster_kinds
from common.texts import in_language

INVITATION = "invitation"
CAMPAIGN = "campaign"
# What is over or not public has no picture.
_SHOWN = frozenset({CampaignState.SCHEDULED, CampaignState.LIVE, CampaignState.PAUSED})


def invitation(ref: str, language: str) -> Contents | None:
    """Of an invitation code. One statement."""
    try:
        found = landing(code=ref)
    except UnknownInvitation:
        return None
    if found.campaign.state not in _SHOWN:
        return None
    with override(language):
        return _of_invitation(found, language)


def campaign(ref: str, language: str) -> Contents | None:
    """Of a campaign's number. One statement."""
    try:
        found = campaign_for_jobs(campaign_id=int(ref))
    except (NotFound, ValueError):
        return None
    if found.state not in _SHOWN:
        return None
    with override(language):
        return _of_campaign(found, language)


def _of_invitation(found: Landing, language: str) -> Contents:
    lead = _("%(name)s invites you") % {"name": found.advocate_name}
    if found.receives:
        lead = _("Advertisement · partner: %(lead)s") % {"lead": lead}
    path = reverse("campaigns:landing", args=[found.code])
    title = words_for(found.campaign.texts, found.channel, "title", general=found.campaign.title)
    return _contents(replace(found.campaign, title=title), language, lead=lead, path=path, code=found.code)


def _of_campaign(found: CampaignDetail, language: str) -> Contents:
    path = reverse("campaigns:detail", args=[found.slug])
    return _contents(found, language, lead=in_language(found.brand_name), path=path, code="")


def _contents(campaign: CampaignDetail, language: str, *, lead: str, path: str, code: str) -> Contents:
    facts = [(_("Organiser"), campaign.organiser or in_language(campaign.brand_name))]
    facts.append((_("When"), window_text(campaign)))
    title = in_language(campaign.title)
    return to_pass_on(language=language, lead=lead, title=title, facts=tuple(facts), path=path, code=code)


def window_text(campaign: CampaignDetail) -> str:
    """From the first day to the last, in the present language and the community's zone."""
    first, last = localtime(campaign.opens_at), localtime(campaign.closes_at)
    form = pgettext("date format", "j M Y")
    return f"{date_format(first, form)} – {date_format(last, form)}"


def invitation_preview(found: Landing) -> dict[str, str]:
    """For link previews: what the picture says and no more. No statement."""
    contents = _of_invitation(found, "")
    title = _("%(who)s: %(what)s") % {"who": contents.lead, "what": contents.title}
    return _preview(contents, title=title, subject=f"{INVITATION}-{found.code}")


def campaign_preview(found: CampaignDetail) -> dict[str, str]:
    """As ``invitation_preview``, for a campaign's own page."""
    contents = _of_campaign(found, "")
    return _preview(contents, title=contents.title, subject=f"{CAMPAIGN}-{found.campaign_id}")


def _preview(contents: Contents, *, title: str, subject: str) -> dict[str, str]:
    who_when = " · ".join(value for _label, value in contents.facts)
    return {"title": title, "description": who_when, "url": contents.url, "subject": subject}


def _advocate(ref: str) -> int | None:
    try:
        return landing(code=ref).advocate_id
    except UnknownInvitation:
        return None


def _about_invitation(ref: str) -> str:
    try:
        return f"campaign:{landing(code=ref).campaign.campaign_id}"
    except UnknownInvitation:
        return ""


def register() -> None:
    poster_kinds.register(
        PosterKind(key=INVITATION, build=invitation, owner=_advocate, about=_about_invitation)
    )
    poster_kinds.register(
        PosterKind(key=CAMPAIGN, build=campaign, owner=lambda ref: None, about=lambda ref: f"campaign:{ref}")
    )
