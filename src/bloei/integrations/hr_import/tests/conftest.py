"""Somebody who signed in with a second step, as imports ask."""

import pytest

from bloei.people.sign_in import ONE_CLICK


@pytest.fixture
def enter(sign_in):
    """Sign somebody in as the second step would leave them."""

    def entered(person):
        client = sign_in(person)
        session = client.session
        session[ONE_CLICK] = True
        session.save()
        return client

    return entered


@pytest.fixture
def hanan(cast, enter):
    return enter(cast.hanan)
