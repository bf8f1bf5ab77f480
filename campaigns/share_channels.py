"""How an invitation leaves through each channel: the words, and where the browser takes them. Pure.

Nothing here is asked of another site before the member presses: these are plain addresses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.channel_packs import TIES, card_text, tag_of_partners
from campaigns.states import Channel, Tie

Text = str | Promise
HINTS: Mapping[str, Text] = {
    Channel.LINK: _("For anywhere else. Send it to people you know."),
    Channel.WECHAT: _(
        "Copy it into a chat, or open your link there and pass it on from the menu at the top."
    ),
    Channel.WEIBO: _("A public post. It carries a tag that says it is advertising, as the law asks."),
    Channel.QZONE: _(
        "A public page of yours. It carries a tag that says it is advertising, as the law asks."
    ),
    Channel.LINKEDIN: _("Your professional contacts read it. It says that you gain something from it."),
    Channel.EMAIL: _("To somebody who expects to hear from you."),
    Channel.SMS: _("To somebody whose number you have from them."),
    Channel.POSTER: _("To print, or to keep as a picture. Whoever scans it counts for the poster."),
    Channel.OFFLINE: _("Say the code, or let a friend scan it from your screen."),
}
# Whom a manager reaches through each: what decides where a campaign belongs.
AUDIENCES: Mapping[str, Text] = {
    Channel.LINK: _("whoever it is sent to"),
    Channel.WECHAT: _("all ages; friends, family and colleagues in closed circles"),
    Channel.WEIBO: _("young and urban; strangers who follow topics and well-known people"),
    Channel.QZONE: _("students and smaller towns; school friends"),
    Channel.LINKEDIN: _("professionals and recruiters, many of them abroad"),
    Channel.EMAIL: _("colleagues and customers who know you"),
    Channel.SMS: _("people whose number you have; best for what can't wait"),
    Channel.POSTER: _("passers-by at one place"),
    Channel.OFFLINE: _("the person in front of you"),
}


@dataclass(frozen=True, kw_only=True)
class Way:
    """``go``: an address that opens the other application with the words in it; '' where there is none.

    ``title`` and ``text`` stand on a card; the latter without the address.
    """

    channel: Channel
    tie: Tie
    hint: Text
    title: str
    text: str
    words: str
    go: str


def way_through(
    channel: str,
    *,
    words: str,
    neutral: str,
    title: str,
    address: str,
    language: str,
    is_paid: bool = False,
) -> Way:
    """``words``: the manager's own, without the address; ``neutral``: what goes where they may not.

    ``is_paid``: whoever passes it on gets something for it.
    """
    text = card_text(channel, words=words, neutral=neutral, language=language, is_paid=is_paid)
    named = f"{tag_of_partners(language)} {title}" if is_paid else title
    return Way(
        channel=Channel(channel),
        tie=Tie(TIES[channel]),
        hint=HINTS[channel],
        title=named,
        text=text,
        words=f"{text} {address}",
        go=_place(channel, text=text, title=named, address=address),
    )


def _place(channel: str, *, text: str, title: str, address: str) -> str:
    if channel == Channel.WEIBO:
        return f"https://service.weibo.com/share/share.php?{urlencode({'url': address, 'title': text})}"
    if channel == Channel.QZONE:
        asked = urlencode({"url": address, "title": title, "summary": text})
        return f"https://sns.qzone.qq.com/cgi-bin/qzshare/cgi_qzshare_onekey?{asked}"
    if channel == Channel.LINKEDIN:  # takes an address only: the member pastes the words
        return f"https://www.linkedin.com/sharing/share-offsite/?{urlencode({'url': address})}"
    if channel == Channel.EMAIL:
        return f"mailto:?subject={quote(title)}&body={quote(f'{text} {address}')}"
    if channel == Channel.SMS:
        return f"sms:?&body={quote(f'{text} {address}')}"
    return ""
