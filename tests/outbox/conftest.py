from collections.abc import Iterator

import pytest

from tests.outbox.kinds import LOG


@pytest.fixture(autouse=True)
def _fresh_log() -> Iterator[None]:
    LOG.reset()
    yield
    LOG.reset()
