"""What tests across rooms share."""

import pytest
from tests.viewers import signed_in


@pytest.fixture
def clients(cast, settings):
    settings.DEMO = False
    settings.SECOND_STEP_FOR = frozenset()  # the second step has tests of its own
    return signed_in(cast)
