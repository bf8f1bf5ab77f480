from collections.abc import Iterator

import pytest

from tests.counting import Counting, counting


@pytest.fixture(scope="session")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counting]:
    with counting(tmp_path_factory.mktemp("chaos")) as started:
        yield started
