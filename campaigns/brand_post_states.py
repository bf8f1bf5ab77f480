"""The states of a brand's own post on a platform, and its legal moves."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from common.moves import Moves


class BrandPostState(TextChoices):
    DRAFT = "draft", pgettext_lazy("post elsewhere", "Draft")
    PLANNED = "planned", pgettext_lazy("post elsewhere", "Planned")
    SENDING = "sending", pgettext_lazy("post elsewhere", "Being published")
    PUBLISHED = "published", pgettext_lazy("post elsewhere", "Published")
    REFUSED = "refused", pgettext_lazy("post elsewhere", "Not taken by the platform")


BRAND_POST_MOVES: Moves = {
    BrandPostState.DRAFT: frozenset({BrandPostState.PLANNED}),
    BrandPostState.PLANNED: frozenset({BrandPostState.DRAFT, BrandPostState.SENDING}),
    BrandPostState.SENDING: frozenset({BrandPostState.PUBLISHED, BrandPostState.REFUSED}),
    BrandPostState.PUBLISHED: frozenset(),
    BrandPostState.REFUSED: frozenset({BrandPostState.PLANNED}),
}
CHANGEABLE = frozenset({BrandPostState.DRAFT, BrandPostState.REFUSED})
