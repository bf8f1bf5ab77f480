"""Markup that must never come alive: known openings, crossed with ways to hide them. Over 200, all short."""

from itertools import product

ALERT = "alert(1)"
OPENINGS = (
    "<script>{0}</script>",
    "<img src=x onerror={0}>",
    "<svg onload={0}>",
    "<body onload={0}>",
    "<iframe srcdoc='<script>{0}</script>'>",
    "<details open ontoggle={0}>",
    "<video src=x onerror={0}>",
    "<input autofocus onfocus={0}>",
    "<a href=javascript:{0}>x</a>",
    "<math><a href=javascript:{0}>x",
    "<form action=javascript:{0}><button>",
    "<object data=javascript:{0}>",
    "<embed src=javascript:{0}>",
    "<style onload={0}></style>",
    "<marquee onstart={0}>",
    "<audio src=x onerror={0}>",
    "<svg><script>{0}</script>",
    "<svg><animate onbegin={0}>",
    "<keygen autofocus onfocus={0}>",
    "<meta http-equiv=refresh content=0;javascript:{0}>",
    "<base href=//evil.example>",
    "<link rel=stylesheet href=//evil.example>",
    "<template><script>{0}</script>",
    "<noscript><p title='</noscript><img src=x onerror={0}>'>",
)
BREAKOUTS = ("", "\"'>", "</script>", "</textarea>", "</title>", "</style>", "-->", "]]>", "{{{{7*7}}}}")


def payloads() -> list[str]:
    """Every opening after every way out of where it may stand."""
    return [out.format() + opening.format(ALERT) for out, opening in product(BREAKOUTS, OPENINGS)]


def alive(html: str, planted: list[str]) -> list[str]:
    """Which of the planted texts stand in the page as they were written, markup and all."""
    return [text for text in planted if text in html]
