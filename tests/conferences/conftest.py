import pytest

from tests import register
from tests.register import NorthCentral


@pytest.fixture
def north(db) -> NorthCentral:
    return register.north_central()
