"""Reading pictures without the internet: the optional extra ``ocr`` (rapidocr, its models in the wheel).

Measured: names with rare characters are misread without any doubt in the score. So what is read pre-fills
and flags; a low score or a rare character means "not comparable", and nothing is ever refused for it.
"""

from functools import cache
from importlib.util import find_spec
from typing import Any, Protocol

from django.conf import settings

# Below this a line is not used at all.
LEAST_SCORE = 0.97


class Reader(Protocol):
    """``read`` returns the lines of a picture in reading order, or None where nothing can be read."""

    def read(self, picture: bytes) -> list[str] | None: ...


class NullReader:
    def read(self, picture: bytes) -> list[str] | None:
        return None


class RapidReader:
    """One picture at a time; about 450 MB. Runs in the worker of the queue ``ocr`` alone."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        self._engine: Any = RapidOCR()

    def read(self, picture: bytes) -> list[str] | None:
        result = self._engine(picture)
        lines = zip(result.txts or (), result.scores or (), strict=False)
        return [str(text) for text, score in lines if score >= LEAST_SCORE]


def is_available() -> bool:
    return settings.OCR_MODE == "on" and find_spec("rapidocr") is not None


@cache
def reader() -> Reader:
    return RapidReader() if is_available() else NullReader()
