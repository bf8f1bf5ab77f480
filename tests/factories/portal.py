"""Pictures that were drawn."""

from common.posters import CARD, Contents, draw
from portal import pictures

CONTENTS = Contents(
    language="en",
    lead="Lin invites you",
    title="Spring outing on sunny days",
    facts=(("Organiser", "Sunny outings"),),
    url="https://guanxi.example/i/K7MPQ2XW4Z/",
    code="K7MP Q2XW 4Z",
    call="Scan or long-press the code to see what it is about",
    name="Guanxi",
)


def drawn_picture() -> str:
    """Its name. The same one however often it is asked for."""
    digest = CONTENTS.digest(CARD, font="test")
    if not pictures.is_kept(digest):
        pictures.keep(digest, draw(CONTENTS, CARD))
    return digest
