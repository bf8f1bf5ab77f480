"""The authorisation matrix's world and routes, for figures that attack every address."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.test.utils import override_settings

from tests.authz.cells import Matrix, quiet, rolled_back
from tests.authz.routes import SAFE, Route, all_routes
from tests.authz.world import World, build

__all__ = [
    "SAFE",
    "Matrix",
    "Route",
    "World",
    "build_world",
    "matrix_of",
    "product_only",
    "quiet",
    "rolled_back",
]


@contextmanager
def product_only() -> Iterator[None]:
    """The product's addresses without the bench's own."""
    with override_settings(ROOT_URLCONF="config.urls", ALLOWED_HOSTS=["*"]):
        yield


def build_world() -> World:
    """Committed, so that other processes see it."""
    return build()


def matrix_of(world: World) -> Matrix:
    return Matrix(world, all_routes())
