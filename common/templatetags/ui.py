"""Template tags of the design system. ``docs/design-system.md`` and ``/styleguide/`` show each of them."""

import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import segno
from django import template
from django.forms import BaseForm
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common import registries, texts
from common.context import OWN_NAMES
from common.icons import BADGE_ICONS, ICONS
from common.placeholders import written

register = template.Library()

MOST_KNOTS = 10
AVATAR_TONES = ("", " avatar--b", " avatar--c", " avatar--d")


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """One inline icon, silent for screen readers unless it has a label.

    Raises: KeyError for a name outside the set.
    """
    shape = mark_safe(ICONS[name])  # noqa: S308  constant shapes
    css = f"icon icon--{size}" if size else "icon"
    if label:
        return format_html(
            '<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', css, label, shape
        )
    return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', css, shape)


@register.simple_tag
def badge(tone: str, text: object) -> SafeString:
    """A state in a word. ``tone``: good, wait, bad, info or plain; the icon repeats what the colour says."""
    sign = icon(BADGE_ICONS[tone]) if tone in BADGE_ICONS else ""
    return format_html('<span class="badge badge--{}">{}{}</span>', tone, sign, text)


@register.simple_tag
def notice(tone: str, text: object) -> SafeString:
    """One sentence that matters now, in the tones of ``badge``."""
    sign = icon(BADGE_ICONS[tone]) if tone in BADGE_ICONS else ""
    return format_html('<div class="notice notice--{}">{}<p>{}</p></div>', tone, sign, text)


@register.simple_tag
def refusal(form: Any) -> SafeString:
    """Why a form was refused, for a page that draws it no more because another window was faster."""
    sentences = form.non_field_errors() if getattr(form, "is_bound", False) else []
    return format_html_join("", '<div role="alert">{}</div>', ((notice("bad", text),) for text in sentences))


@register.simple_tag
def seal(text: object) -> SafeString:
    """The mark of something that somebody has checked. Never use it for what people say about themselves."""
    return format_html('<span class="seal">{}{}</span>', icon("shield-check"), text)


@register.simple_tag
def avatar(name: str, size: str = "", photo: str = "") -> SafeString:
    """Initials on a colour that stays the same for a name, or the picture at the address ``photo``.

    Decoration: the name stands beside it.
    """
    if photo:
        shape = f"avatar avatar--{size}" if size else "avatar"
        return format_html('<img class="{}" src="{}" alt="" loading="lazy">', shape, photo)
    tone = AVATAR_TONES[zlib.crc32(name.encode()) % len(AVATAR_TONES)]
    css = f"avatar{tone} avatar--{size}" if size else f"avatar{tone}"
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, initials(name))


@register.filter
def initials(name: str) -> str:
    """Two letters of a Latin name, the last two characters of a Chinese one."""
    words = name.split()
    if not words:
        return "?"
    if not words[-1].isascii() and len(words) == 1:
        return words[0][-2:]
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


@register.inclusion_tag("common/includes/progress.html")
def progress_bar(value: int, max: int, label: object, names: Sequence[str] = ()) -> dict[str, object]:
    """``value`` of ``max``: knots on a thread up to ten, else a bar. ``names`` put initials on the knots."""
    done = min(value, max)
    knots = _knots(done, max, names) if max <= MOST_KNOTS else []
    return {"knots": knots, "value": done, "max": max, "label": label, "full": done == max}


def _knots(done: int, total: int, names: Sequence[str]) -> list[dict[str, object]]:
    padded = [*names, *[""] * total]
    return [
        {"number": number, "on": number <= done, "name": padded[number - 1]} for number in range(1, total + 1)
    ]


@register.inclusion_tag("common/includes/copyable.html")
def copy_field(value: str, label: object, field_id: str = "copy-field") -> dict[str, object]:
    """A text to take along: selectable without JavaScript, one press with it."""
    return {"value": value, "label": label, "field_id": field_id}


@register.simple_tag
def qr_svg(url: str, label: str = "") -> SafeString:
    """The address as a QR code: inline, no styles, dark on white in both colour schemes."""
    code = segno.make(url, error="m", micro=False).svg_inline(
        omitsize=True, svgclass="qr", lineclass="qr__dots", border=2, title=label or _("QR code")
    )
    return mark_safe(code.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308  segno escapes the title


@register.simple_tag
def full_stop() -> str:
    """Ends a sentence whose last word is a value."""
    return pgettext("end of a sentence", ".")


@register.simple_tag
def when(moment: date | datetime | None, form: str = "moment") -> SafeString:
    """A ``<time>`` for the reader. ``form``: moment, day, weekday, ago or left; nothing for None."""
    if moment is None:
        return SafeString("")
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    full = written(moment, with_time=form not in {"day", "weekday"})
    shown = _SPOKEN[form](moment) if form in _SPOKEN else full
    if shown == full:
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), shown)
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), full, shown)


def _ago(moment: date) -> str:
    if isinstance(moment, datetime) and timezone.now() - moment < timedelta(minutes=1):
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(moment, depth=1)}


def _left(moment: date) -> str:
    return _("%(time)s left") % {"time": timeuntil(moment, depth=1)}


def _weekday(moment: date) -> str:
    return date_format(moment, pgettext("date format", "l, j F"))


_SPOKEN = {"ago": _ago, "left": _left, "weekday": _weekday}


@register.filter
def in_language(value: texts.Texts | str | None, language: str | None = None) -> str:
    """The reader's part of a bilingual text."""
    return texts.in_language(value, language)


@register.filter
def own_name(code: str) -> str:
    """What a language calls itself."""
    return OWN_NAMES.get(code, code)


@register.filter
def money(fen: int | None) -> str:
    """Fen as yuan: ``12800`` is ¥128, ``12850`` is ¥128.50."""
    if fen is None:
        return ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}¥{yuan:,}" + (f".{rest:02d}" if rest else "")


@register.inclusion_tag("common/forms/body.html", takes_context=True)
def form_body(
    context: Context,
    form: BaseForm,
    submit: object = "",
    tone: str = "primary",
    icon: str = "",
    cancel: str = "",
    focus: bool = True,
) -> dict[str, object]:
    """The inside of ``<form>``: token, nonce, error summary, fields, button (none if ``submit`` is empty)."""
    return {
        "csrf_token": context.get("csrf_token"),
        "form": form,
        "problems": problems(form),
        "submit": submit,
        "tone": tone,
        "icon_name": icon,
        "cancel": cancel,
        "focus": focus,
    }


def problems(form: BaseForm) -> list[dict[str, str]]:
    """Every error once, in the order of the page, with the id of the field it belongs to."""
    found = [{"target": "", "label": "", "text": str(text)} for text in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else (field.id_for_label or field.auto_id)
        found += [{"target": target, "label": str(field.label), "text": str(text)} for text in field.errors]
    return found


@register.inclusion_tag("common/includes/more.html", takes_context=True)
def more(context: Context, cursor: str | None, label: object = "") -> dict[str, object]:
    """A link to the next page that keeps the filters; nothing on the last page."""
    request = context["request"]
    query = request.GET.copy()
    query["cursor"] = cursor or ""
    return {"address": f"{request.path}?{query.urlencode()}" if cursor else "", "label": label}


@register.simple_tag(takes_context=True)
def today_card(context: Context, card: Any) -> str:
    """A registry card: its template sees the built values by name, and all of them as ``card``."""
    with context.push(**card.values, card=card.values):
        return SafeString(get_template(card.template).template.render(context))  # type: ignore[attr-defined]


@register.simple_tag(takes_context=True)
def page_parts(context: Context, page: str, **subject: Any) -> SafeString:
    """What higher apps have to show on this page about ``subject``; costs what their builders cost."""
    drawn = []
    for part in registries.page_parts:
        values = part.build(**subject) if part.page == page else None
        if values is not None:
            with context.push(**values):
                drawn.append(get_template(part.template).template.render(context))  # type: ignore[attr-defined]
    return mark_safe("".join(drawn))  # noqa: S308  rendered by the same engine


@register.simple_tag
def names_list(names: Iterable[object]) -> SafeString:
    """Names one after the other with the reader's comma."""
    return format_html_join(pgettext("between names", ", "), "{}", ((name,) for name in names))


@register.inclusion_tag("common/includes/htmx.html")
def htmx_head() -> dict[str, object]:
    """htmx for pages that use it, without eval or inline styles: belongs in ``{% block scripts %}``."""
    return {}


class WrapNode(template.Node):
    """Draws ``template_name`` around its contents, or nothing if they are empty."""

    def __init__(self, template_name: str, nodelist: NodeList) -> None:
        self.template_name = template_name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        content = self.nodelist.render(context).strip()
        if not content:
            return SafeString("")
        with context.push(content=mark_safe(content)):  # noqa: S308  rendered by the same engine
            return SafeString(get_template(self.template_name).template.render(context))  # type: ignore[attr-defined]


@register.tag
def wrap(parser: Parser, token: Token) -> WrapNode:
    """``{% wrap "a/b.html" %}...{% endwrap %}``: optional blocks of a page leave no empty boxes behind."""
    _name, template_name = token.split_contents()
    nodelist = parser.parse(("endwrap",))
    parser.delete_first_token()
    return WrapNode(template_name.strip("\"'"), nodelist)
