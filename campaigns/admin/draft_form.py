"""A draft's rules, texts and dates as a form; the JSON that is sealed is made here and read back here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from campaigns.admin import (
    board_rows,
    channel_rows,
    condition_rows,
    last_mile_rows,
    pace_rows,
    split_rows,
    variant_rows,
    vouch_rows,
)
from campaigns.admin.further_rows import PARTS, further_fields, initial_rows, place_of, read_rows
from campaigns.board_shape import PLACE
from campaigns.channel_packs import Finding
from campaigns.condition_shape import MOST_CONDITIONS
from campaigns.rule_shape import (
    CREDITED,
    FIRST,
    LAST,
    LEVELS,
    LONGEST_CODE_HOURS,
    MOST_FURTHER,
    find_problems,
)
from campaigns.rulebook import DEFAULT_RULES, HUNDREDTHS
from campaigns.sentences import LEVEL_NAMES
from campaigns.states import RewardKind
from common.admin import admin_texts
from common.web import NonceForm

PRIZE_ROWS = 6
Choices = Sequence[tuple[str, str]]
# Where a mistake in the rules is shown.
PLACES: Mapping[str, str] = {
    "reward.item": "prize_0_item",
    "reward.quantity": "prize_0_quantity",
    "reward.max_per_member": "max_per_member",
    "reward.kind": "reward_kind",
    "reward.weight": "weight",
    "draw.prizes": "prize_0_item",
    "draw.beacon": "beacon",
    "draw.reserve": "reserve",
    "credit": "credit_real_name",
    "credit.met": "credit_met",
    "conditions": "condition_0_kind",
}


def _moment(label: Any, **more: Any) -> forms.DateTimeField:
    widget = UnfoldAdminTextInputWidget(attrs={"type": "datetime-local"})
    widget.input_type = "datetime-local"
    widget.format_value = _for_the_picker
    return forms.DateTimeField(label=label, widget=widget, **more)


def _for_the_picker(value: Any) -> str | None:
    return value.strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value


def _whole(label: Any, *, low: int, high: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=low, max_value=high, widget=UnfoldAdminIntegerFieldWidget, **more
    )


def _credit(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=10,
        decimal_places=2,
        required=False,
        widget=UnfoldAdminDecimalFieldWidget,
    )


class DraftForm(NonceForm):
    """``brands``: public id and name of those that may be chosen; none for a draft that has its brand."""

    title = admin_texts(gettext_lazy("Title"), max_length=120)
    lead = admin_texts(gettext_lazy("One sentence under the title"), max_length=200, required=False)
    about = admin_texts(gettext_lazy("What it is about"), multiline=True, required=False)
    share = admin_texts(
        gettext_lazy("Words that members may send along"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Neutral words: what it is, no promise of better odds for sharing."),
    )
    slug = forms.SlugField(
        label=gettext_lazy("Address of the page"),
        max_length=80,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Small letters, digits and hyphens. Made from the title when left empty."),
    )
    opens_at = _moment(gettext_lazy("Opens"))
    closes_at = _moment(pgettext_lazy("campaign", "Ends"))
    settle_by = _moment(
        gettext_lazy("Every promise is kept by"),
        required=False,
        help_text=gettext_lazy("30 days after the end when left empty."),
    )
    threshold = _whole(gettext_lazy("Friends needed"), low=1, high=1000)
    requires = forms.MultipleChoiceField(
        label=gettext_lazy("A friend counts once all of this is done, besides registering"),
        choices=[(level, LEVEL_NAMES[level]) for level in LEVELS if level != "registered"],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        required=False,
    )
    window_days = _whole(gettext_lazy("Days that a friend has for it"), low=1, high=366)
    touch = forms.ChoiceField(
        label=gettext_lazy("Of several invitations that a friend opened"),
        choices=[
            (LAST, gettext_lazy("The last one counts")),
            (FIRST, gettext_lazy("The first one counts")),
        ],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    credit_registered = _credit(gettext_lazy("A friend who registered counts for"))
    credit_real_name = _credit(gettext_lazy("… whose real name is verified"))
    credit_professional = _credit(gettext_lazy("… whose profession is verified"))
    credit_met = _credit(gettext_lazy("… who has done everything, whatever the certificates"))
    match = forms.ChoiceField(
        label=gettext_lazy("How much of it is needed"),
        choices=[("all", gettext_lazy("All of it")), ("any", gettext_lazy("Any one of it is enough"))],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    code_hours = _whole(
        gettext_lazy("Hours after registering in which a code can be typed in"),
        low=0,
        high=LONGEST_CODE_HOURS,
        required=False,
        help_text=gettext_lazy("0 or empty: a code counts before registering only."),
    )
    reward_kind = forms.ChoiceField(
        label=gettext_lazy("Reward"), choices=board_rows.KINDS, widget=UnfoldAdminSelectWidget
    )
    per_threshold = forms.BooleanField(
        label=gettext_lazy("Again for every further group of friends"),
        required=False,
        widget=UnfoldBooleanWidget,
    )
    max_per_member = _whole(gettext_lazy("Rewards per member, at most"), low=1, high=1000)
    weight = _whole(gettext_lazy("Tickets per entry"), low=1, high=1_000_000)
    hold_minutes = _whole(
        gettext_lazy("Minutes that a reward waits before it is approved"), low=0, high=43200
    )
    beacon = forms.ChoiceField(
        label=gettext_lazy("Randomness of the draw"),
        choices=[
            ("none", gettext_lazy("Secret of this site, sealed before the start")),
            ("drand", gettext_lazy("The same, and the public beacon drand")),
        ],
        widget=UnfoldAdminSelectWidget,
    )
    reserve = _whole(gettext_lazy("Places in reserve"), low=0, high=10_000)
    alarm_friends = _whole(
        gettext_lazy("Pause by itself once more friends than this join within ten minutes"),
        low=0,
        high=1_000_000,
        required=False,
        help_text=gettext_lazy("0 or empty: never. Somebody has to look and resume."),
    )
    offer_hours = _whole(gettext_lazy("Hours to accept a gift"), low=1, high=1440)
    deliver_days = _whole(gettext_lazy("Days to deliver it"), low=1, high=180)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        brands: Choices,
        items: Choices,
        groups: Choices = (),
        findings: Sequence[Finding] = (),
        **options: Any,
    ) -> None:
        super().__init__(data, files, **options)
        if brands:
            self.fields["brand"] = forms.ChoiceField(
                label=_("Brand"), choices=brands, widget=UnfoldAdminSelectWidget
            )
        offered = [("", "—"), *items]
        for row in range(PRIZE_ROWS):
            self.fields[f"prize_{row}_item"] = forms.ChoiceField(
                label=_("Item"), choices=offered, required=False, widget=UnfoldAdminSelectWidget
            )
            self.fields[f"prize_{row}_quantity"] = _whole(_("Quantity"), low=1, high=100_000, required=False)
        self.fields |= further_fields(offered) | condition_rows.condition_fields(groups)
        self.fields |= board_rows.board_fields() | variant_rows.variant_fields()
        self.fields |= last_mile_rows.last_mile_fields() | pace_rows.pace_fields()
        self.fields |= split_rows.split_fields() | vouch_rows.vouch_fields()
        self.fields |= {"channels": channel_rows.channels_field(), **channel_rows.word_fields()}
        channel_rows.tell_beside(self.fields, findings)

    @property
    def prize_rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"prize_{row}_item"], self[f"prize_{row}_quantity"]) for row in range(PRIZE_ROWS)]

    @property
    def further_rows(self) -> list[list[Any]]:
        return [[self[f"further_{row}_{part}"] for part in PARTS] for row in range(MOST_FURTHER)]

    @property
    def has_further(self) -> bool:
        """Whether a row is filled or wrong, so that the rows are shown unfolded."""
        return any(whom.value() or whom.errors for whom, *_rest in self.further_rows)

    @property
    def condition_rows(self) -> list[list[Any]]:
        parts = condition_rows.PARTS
        return [[self[f"condition_{row}_{part}"] for part in parts] for row in range(MOST_CONDITIONS)]

    @property
    def channel_rows(self) -> list[channel_rows.ChannelRow]:
        return channel_rows.rows_of(self)

    @property
    def variant_fields(self) -> list[Any]:
        return [self[name] for name in variant_rows.FIELDS if name in self.fields]

    @property
    def has_variants(self) -> bool:
        return any(field.value() or field.errors for field in self.variant_fields)

    @property
    def has_conditions(self) -> bool:
        return any(kind.value() or kind.errors for kind, *_rest in self.condition_rows)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        cleaned["rules"] = self._rules(cleaned)
        for problem in find_problems(cleaned["rules"]):
            self.add_error(self._place(problem.path), str(problem.why))
        for name, why in variant_rows.problems(cleaned):
            self.add_error(name if name in self.fields else None, why)
        return cleaned

    def _place(self, path: str) -> str | None:
        """The field that a place in the rules was typed into; None: above the form."""
        if path.startswith("draw.prizes."):
            number, key = path.split(".")[2:4]
            row = self._filled_rows()[int(number)]
            return f"prize_{row}_{'quantity' if key == 'quantity' else 'item'}"
        if path.startswith("further."):
            return place_of(path, self.cleaned_data)
        if path.startswith("conditions."):
            return condition_rows.place_of(path, self.cleaned_data)
        if path.startswith("board.places."):
            return f"prize_{self._filled_rows()[int(path.split('.')[2])]}_item"
        places = {**last_mile_rows.PLACES, **pace_rows.PLACES, **board_rows.PLACES}
        places |= {**split_rows.PLACES, **vouch_rows.PLACES, **PLACES}
        name = places.get(path, path.split(".")[0])
        return name if name in self.fields else None

    def _filled_rows(self) -> list[int]:
        return [row for row in range(PRIZE_ROWS) if self.cleaned_data.get(f"prize_{row}_item")]

    def _prizes(self, cleaned: Mapping[str, Any]) -> list[dict[str, Any]]:
        names = dict(self.fields["prize_0_item"].choices)  # type: ignore[attr-defined]
        prizes: list[dict[str, Any]] = []
        for row in self._filled_rows():
            item = cleaned[f"prize_{row}_item"]
            key = slugify(str(names[item]).split(" · ")[0])[:40] or f"prize-{row + 1}"
            taken = {prize["key"] for prize in prizes}
            prizes.append(
                {
                    "key": f"{key}-{row + 1}" if key in taken else key,
                    "item": item,
                    "quantity": cleaned.get(f"prize_{row}_quantity") or 1,
                }
            )
        return prizes

    def _rules(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        credit = {level: cleaned.get(f"credit_{level}") for level in CREDITED}
        rules: dict[str, Any] = {
            "requires": ["registered", *cleaned["requires"]],
            "credit": {
                level: int(worth * HUNDREDTHS) for level, worth in credit.items() if worth is not None
            },
        }
        for key in ("threshold", "window_days", "hold_minutes", "offer_hours", "deliver_days"):
            rules[key] = cleaned[key]
        rules |= self._reward(cleaned, self._prizes(cleaned))
        conditions = condition_rows.read_rows(cleaned)
        if conditions:
            rules["conditions"] = conditions
        if cleaned.get("match") == "any":
            rules["match"] = "any"
        rules |= channel_rows.read_channels(cleaned) | last_mile_rows.read_last_mile(cleaned)
        rules |= pace_rows.read_pace(cleaned) | split_rows.read_split(cleaned)
        rules |= vouch_rows.read_vouching(cleaned)
        if cleaned.get("touch") == FIRST:
            rules["touch"] = FIRST
        if cleaned.get("code_hours"):
            rules["code_hours"] = cleaned["code_hours"]
        further = read_rows(cleaned)
        return rules | ({"further": further} if further else {})

    def _reward(self, cleaned: Mapping[str, Any], prizes: list[dict[str, Any]]) -> dict[str, Any]:
        """The main reward, with the draw or the board that it needs."""
        if cleaned["reward_kind"] in (PLACE, board_rows.GROUP):
            return board_rows.read_board(cleaned, prizes)
        rules: dict[str, Any] = {}
        rules["reward"] = {
            "kind": cleaned["reward_kind"],
            "per_threshold": cleaned["per_threshold"],
            "max_per_member": cleaned["max_per_member"],
        }
        if cleaned["reward_kind"] == RewardKind.GIFT:
            first = prizes[0] if prizes else {"item": "", "quantity": 1}
            rules["reward"] |= {"item": first["item"], "quantity": first["quantity"]}
        else:
            rules["reward"]["weight"] = cleaned["weight"]
            rules["draw"] = {
                "prizes": prizes,
                "beacon": cleaned["beacon"],
                "reserve": cleaned["reserve"],
            }
        return rules

    @property
    def texts(self) -> dict[str, Any]:
        typed = self.cleaned_data
        texts = {key: typed[key] for key in ("lead", "about", "share") if typed[key]}
        return texts | variant_rows.read_variants(typed) | channel_rows.read_words(typed)


def initial_of(rules: Mapping[str, Any] | None, texts: Mapping[str, Any]) -> dict[str, Any]:
    """The form's values for a draft's rules; the defaults for a new one."""
    rules = rules or DEFAULT_RULES
    reward, draw = rules["reward"], rules.get("draw") or DEFAULT_RULES["draw"]
    board = rules.get("board")
    found = {key: rules[key] for key in ("threshold", "window_days", "hold_minutes")}
    found |= {key: rules[key] for key in ("offer_hours", "deliver_days")}
    found |= {key: texts.get(key) for key in ("lead", "about", "share")}
    found |= {f"credit_{level}": _decimal(worth) for level, worth in rules["credit"].items()}
    found |= {
        "requires": [level for level in rules["requires"] if level != "registered"],
        "reward_kind": reward["kind"],
        "per_threshold": reward.get("per_threshold", False),
        "max_per_member": reward["max_per_member"],
        "weight": reward.get("weight", 1),
        "beacon": draw["beacon"],
        "reserve": draw["reserve"],
    }
    found |= initial_rows(rules.get("further", [])) | variant_rows.initial_variants(texts)
    found |= channel_rows.initial_words(texts)
    found |= condition_rows.initial_rows(rules.get("conditions", []))
    found |= {"match": rules.get("match", "all"), "touch": rules.get("touch", LAST)}
    found["code_hours"] = rules.get("code_hours", 0)
    found["channels"] = rules.get("channels", [])
    found |= last_mile_rows.initial_last_mile(rules) | pace_rows.initial_pace(rules)
    found |= split_rows.initial_split(rules) | vouch_rows.initial_vouching(rules)
    if board:
        return found | board_rows.initial_board(board)
    prizes = draw["prizes"] if reward["kind"] == RewardKind.DRAW_ENTRY else [reward]
    for row, prize in enumerate(prizes[:PRIZE_ROWS]):
        found |= {f"prize_{row}_item": prize["item"], f"prize_{row}_quantity": prize["quantity"]}
    return found


def _decimal(worth: int) -> Decimal:
    return Decimal(worth) / HUNDREDTHS
