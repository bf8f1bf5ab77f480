"""What becomes of a picture: named variants, sizes, a stamp; and how much its decoding may cost."""

from dataclasses import dataclass

# Bytes. A phone's photo has 2 to 8 MB.
MAX_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Of the process that decodes. ``pixels``: width times height as the file claims them."""

    memory_bytes: int = 512 * 1024 * 1024
    cpu_seconds: int = 5
    wall_seconds: float = 20.0
    pixels: int = 50_000_000
    side: int = 16_000


LIMITS = Limits()


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One size of a picture. It never grows; ``crop`` fills the box from the middle instead of fitting in."""

    name: str
    width: int
    height: int
    crop: bool = False
    quality: int = 85


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """``variants`` in the order they are made; ``stamp`` is burned into all of them."""

    variants: tuple[Variant, ...]
    stamp: str = ""
