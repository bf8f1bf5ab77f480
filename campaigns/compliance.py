"""The sheet that the law asks for, made from what is sealed. Pure.

Order 32 of China's SAMR (规范促销行为暂行规定, in force 2020-12-01): whoever draws or gives away to win
users publishes beforehand who does it, what there is and how many or at which odds, who may take part, how
and when it is decided, and how it is handed out; keeps it; changes it in the consumers' favour only; and
gives no prize worth more than 50,000 yuan. The records are kept for two years.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns import plain_rules
from campaigns.draw_words import odds
from campaigns.last_mile_words import last_mile_lines
from campaigns.pace_words import pace_lines
from campaigns.plain_rules import Names
from campaigns.queries.campaigns import CampaignDetail
from campaigns.rulebook import Rulebook
from campaigns.states import RewardKind
from common.texts import in_language

MOST_FEN = 5_000_000
RECORD_YEARS = 2


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """``key`` is for programs. ``warning``: what an organiser has to mend, '' where all is well."""

    key: str
    label: str
    values: Sequence[str]
    warning: str = field(default="")

    @property
    def for_visitors(self) -> "SheetRow":
        """What is missing is said; how the organiser mends it is the organiser's business."""
        return replace(self, values=self.values or [_("Not stated.")], warning="")


def compliance_sheet(
    campaign: CampaignDetail, rulebook: Rulebook, *, names: Names, values_fen: Mapping[str, int]
) -> list[SheetRow]:
    """Every field, in the order of the law. ``values_fen``: by item; what has no value is not written."""
    return [
        *_who(campaign),
        *_what(rulebook, names, values_fen),
        *_how(campaign, rulebook, names),
        *_handed_out(campaign, rulebook),
    ]


def _who(campaign: CampaignDetail) -> list[SheetRow]:
    organiser = campaign.organiser
    return [
        SheetRow(
            key="organiser",
            label=_("Organiser"),
            values=[organiser or in_language(campaign.brand_name)],
            warning="" if organiser else _("The organiser’s full name is missing: write it into the brand."),
        ),
        SheetRow(
            key="contact",
            label=_("Contact"),
            values=[campaign.contact] if campaign.contact else [],
            warning="" if campaign.contact else _("A contact is missing: write it into the brand."),
        ),
        SheetRow(key="name", label=_("Name of the campaign"), values=[in_language(campaign.title)]),
        SheetRow(
            key="period",
            label=_("Period"),
            values=[f"{_moment(campaign.opens_at)} – {_moment(campaign.closes_at)}"],
        ),
    ]


def _what(rulebook: Rulebook, names: Names, values_fen: Mapping[str, int]) -> list[SheetRow]:
    dear = [item for item in rulebook.promised_items if values_fen.get(item, 0) > MOST_FEN]
    return [
        SheetRow(
            key="prizes",
            label=_("Kinds, names, quantities and values"),
            values=[
                _prize(item, units, names, values_fen) for item, units in rulebook.promised_items.items()
            ],
            warning=_("A prize is worth more than 50,000 yuan, which the law does not allow.")
            if dear
            else "",
        ),
        SheetRow(
            key="odds",
            label=_("Odds or quantities"),
            values=[*_odds(rulebook), *last_mile_lines(rulebook), *pace_lines(rulebook)],
        ),
        SheetRow(key="cost", label=_("Cost of taking part"), values=[_("None.")]),
    ]


def _prize(item: str, units: int, names: Names, values_fen: Mapping[str, int]) -> str:
    words = {"item": in_language(names.get(item)) or item, "units": units}
    fen = values_fen.get(item, 0)
    if not fen:
        return _("%(item)s × %(units)s") % words
    return _("%(item)s × %(units)s, worth %(yuan)s yuan each") % {**words, "yuan": _yuan(fen)}


def _yuan(fen: int) -> str:
    whole, rest = divmod(fen, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


def _odds(rulebook: Rulebook) -> list[str]:
    found = [_main_odds(rulebook)]
    if rulebook.reward.kind != RewardKind.GIFT and any(
        rule.kind == RewardKind.GIFT for rule in rulebook.further
    ):
        found.append(_("Gifts beside it: as many as above, in the order of claims."))
    return found


def _main_odds(rulebook: Rulebook) -> str:
    if rulebook.reward.kind == RewardKind.DRAW_ENTRY:
        return odds()
    if rulebook.board is not None:
        return _("As many places as above. No chance is involved: the published rule decides.")
    return _("As many gifts as above, in the order of claims. No chance is involved.")


def _how(campaign: CampaignDetail, rulebook: Rulebook, names: Names) -> list[SheetRow]:
    return [
        SheetRow(
            key="conditions",
            label=_("Who takes part and what is asked"),
            values=[
                plain_rules.offer(rulebook),
                _("A friend: %(what)s.") % {"what": plain_rules.requirements(rulebook, names)},
                _("People who run campaigns do not take part themselves."),
            ],
        ),
        SheetRow(key="method", label=_("How it is decided"), values=list(plain_rules.lines(rulebook, names))),
        SheetRow(key="decided-on", label=_("When it is decided"), values=[_when(campaign, rulebook)]),
    ]


def _when(campaign: CampaignDetail, rulebook: Rulebook) -> str:
    words = {"end": _moment(campaign.closes_at), "by": _moment(campaign.settle_by)}
    if rulebook.reward.kind == RewardKind.DRAW_ENTRY:
        return _("Drawn after the end, %(end)s, and published before %(by)s.") % words
    if rulebook.board is not None:
        days = rulebook.board.grace_days
        return ngettext(
            "The board closes by itself %(days)s day after %(end)s.",
            "The board closes by itself %(days)s days after %(end)s.",
            days,
        ) % {**words, "days": days}
    return _("As soon as it is earned, until %(end)s.") % words


def _handed_out(campaign: CampaignDetail, rulebook: Rulebook) -> list[SheetRow]:
    time = plain_rules.duration(rulebook.offer_hours * 60)
    return [
        SheetRow(
            key="redemption",
            label=_("How, where and until when it is taken"),
            values=[
                _("On this site, signed in. Whoever is offered a gift has %(time)s to answer.")
                % {"time": time},
                _("Everything is kept by %(by)s.") % {"by": _moment(campaign.settle_by)},
            ],
        ),
        SheetRow(
            key="delivery",
            label=_("Delivery"),
            values=[
                ngettext(
                    "Within %(days)s day after it was accepted, free of charge, to the address that the "
                    "recipient types.",
                    "Within %(days)s days after it was accepted, free of charge, to the address that the "
                    "recipient types.",
                    rulebook.deliver_days,
                )
                % {"days": rulebook.deliver_days}
            ],
        ),
        SheetRow(key="forfeit", label=_("When it is given up"), values=[_forfeit(rulebook)]),
        SheetRow(
            key="changes",
            label=_("Changes"),
            values=[_("Sealed. Rules change in the members’ favour only, and each change is published.")],
        ),
        SheetRow(
            key="records",
            label=_("Records"),
            values=[
                _("Rules, entries, results and hand-outs are kept for %(years)s years after the end.")
                % {"years": RECORD_YEARS}
            ],
        ),
    ]


def _forfeit(rulebook: Rulebook) -> str:
    if rulebook.reward.kind == RewardKind.DRAW_ENTRY:
        return _("Whoever says no or does not answer in time gives it up; it goes to the next in reserve.")
    return _("Whoever says no or does not answer in time gives it up; it goes back on the shelf.")


def _moment(moment: datetime) -> str:
    return localtime(moment).strftime("%Y-%m-%d %H:%M")
