"""What people see of the simulators: plain pages that nobody takes for the product."""

from html import escape

from simulators.http import Reply

_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>SIMULATOR · {title}</title><link rel="icon" href="data:,">
<style>
body {{ font: 1rem/1.5 system-ui, "PingFang SC", "Noto Sans SC", sans-serif; margin: 0; background: #1d1d24;
  color: #f4f4f6; }}
.mark {{ background: repeating-linear-gradient(45deg, #7a4b00 0 14px, #5f3a00 14px 28px); padding: .6rem 1rem;
  font-weight: 700; }}
main {{ max-width: 26rem; margin: 0 auto; padding: 1rem; }}
article {{ background: #2d2d37; border-radius: 1rem; padding: .8rem 1rem; margin: .8rem 0; }}
p {{ margin: .2rem 0; overflow-wrap: anywhere; white-space: pre-line; }}
a {{ color: #ffd591; }}
.small {{ color: #b9b9c6; font-size: .85rem; }}
</style></head>
<body>
<p class="mark">SIMULATOR · 模拟器 — nothing was really sent · 没有真实发送</p>
<main>
<h1>{title}</h1>
<p class="small">{lead} Reload to see what is new.</p>
<p class="small" lang="zh-Hans">{lead_chinese}刷新可见新消息。</p>
{articles}
</main></body></html>
"""
_NOTHING = '<p>No messages yet. <span lang="zh-Hans">还没有消息。</span></p>'


def page(title: str, lead: str, lead_chinese: str, articles: list[str]) -> Reply:
    """``articles`` are HTML; the rest is plain text."""
    body = _PAGE.format(
        title=escape(title),
        lead=escape(lead),
        lead_chinese=escape(lead_chinese),
        articles="\n".join(articles) or _NOTHING,
    )
    headers = {"Cache-Control": "no-store"}
    return Reply(body=body.encode(), kind="text/html; charset=utf-8", headers=headers)


def article(*lines: str) -> str:
    """``lines`` are HTML."""
    return f"<article>\n{''.join(lines)}\n</article>"


def line(text: str, *, language: str = "", is_small: bool = False) -> str:
    spoken = f' lang="{language}"' if language else ""
    look = ' class="small"' if is_small else ""
    return f"<p{spoken}{look}>{escape(text)}</p>"
