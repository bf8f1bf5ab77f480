"""Pictures to pass on: a poster with a QR code, and a card for link previews. No product words."""

from common.posters.contents import CARD, POSTER, Contents
from common.posters.drawing import draw
from common.posters.fonts import has_chinese

__all__ = ["CARD", "POSTER", "Contents", "draw", "has_chinese"]
