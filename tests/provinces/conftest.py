import pytest

from provinces.models import Province
from provinces.queries import Places
from tests import register
from tests.register import NorthCentral


@pytest.fixture
def units(db) -> dict[str, Province]:
    """The real units of `register.UNITS`, by key."""
    return register.provinces(*register.UNITS)


@pytest.fixture
def places(units: dict[str, Province]) -> Places:
    return Places.load()


@pytest.fixture
def north(db) -> NorthCentral:
    return register.north_central()
