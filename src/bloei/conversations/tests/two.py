"""Eva and Mo talk: what the tests of this room begin with."""

from datetime import datetime, timedelta

import pytest

from bloei.conversations import actions
from bloei.conversations.models import Conversation
from bloei.conversations.rules import Occasion
from bloei.foundation import clock

TODAY = datetime(2026, 11, 23).date()
TEN = datetime(2026, 11, 26, 10)


def open_talk(cast, *, key="talk", by="mo", **more) -> Conversation:
    told = {"occasion": Occasion.DEVELOPMENT, "key": key, "by": getattr(cast, by)} | more
    return actions.open_conversation(cast.eva, partner=cast.mo, **told)


def plan(talk, cast, *, start=TEN, minutes=45, by="mo", **more) -> Conversation:
    until = start + timedelta(minutes=minutes)
    told = {"start": start, "until": until, "today": TODAY, "by": getattr(cast, by)} | more
    return actions.plan_conversation(talk, **told)


@pytest.fixture
def talk(cast) -> Conversation:
    """An open conversation about Eva's learning, with Mo; it is 23 November."""
    with clock.fixed(TODAY):
        yield open_talk(cast)
