"""``{% keep WHAT... %}``: parts of a page that are drawn once for everything that goes into them."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

register = template.Library()

MOST_KEPT = 512


class KeepNode(template.Node):
    def __init__(self, what: list[FilterExpression], nodelist: NodeList) -> None:
        self.what = what
        self.nodelist = nodelist
        self.drawn = lru_cache(maxsize=MOST_KEPT)(_Drawing)

    def render(self, context: Context) -> SafeString:
        values: list[Any] = [part.resolve(context) for part in self.what]
        if not all(values):
            return self.nodelist.render(context)
        place = self.drawn(get_language(), get_current_timezone_name(), *map(repr, values))
        if place.text is None:
            place.text = mark_safe(self.nodelist.render(context))  # noqa: S308  rendered by the same engine
        return place.text


class _Drawing:
    """A place for what is drawn; two threads may draw it at once, and draw the same."""

    def __init__(self, *key: object) -> None:
        self.text: SafeString | None = None


@register.tag
def keep(parser: Parser, token: Token) -> KeepNode:
    """``{% keep a b %}...{% endkeep %}``: drawn once per value of ``a`` and ``b``, language and time zone.

    The values name everything that the contents show, so what is kept is never stale; where one of them is
    empty (a draft has no seal) nothing is kept. Each process keeps its own, the most recently used.
    """
    what = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(what, nodelist)
