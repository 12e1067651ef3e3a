"""Nudges and messages of no room at all, so that the tests of this room need no other."""

import pytest
from django.utils.translation import gettext_lazy as _

from bloei.notifications import nudge as declared
from bloei.notifications.nudge import SERVICE, Candidate, MessageKind, Nudge


class Stage:
    """What the made-up nudges find: set `wanting`, `lapsing` and `did` in a test."""

    def __init__(self):
        self.wanting: list[Candidate] = []
        self.lapsing: list[Candidate] = []
        self.did: set[int] = set()
        self.asked: list = []

    def outcome(self, person_ids, since, until):
        self.asked.append((frozenset(person_ids), since, until))
        return self.did & set(person_ids)


def nudges_of(stage: Stage) -> list[Nudge]:
    return [
        Nudge(
            name="test.unused",
            label=_("Messages"),
            title="You have %(left_cents)s to learn with",
            text="Three trainings fit what you wrote down.",
            next_step="Look at your budget",
            audience=lambda today: list(stage.wanting),
            outcome=stage.outcome,
            outcome_words="an application within six weeks",
            rank=40,
            for_manager="%(left_cents)s unused",
            for_manager_text="%(name)s has never used the budget.",
            example={"left_cents": 118000},
        ),
        Nudge(
            name="test.lapses",
            label="Budget lapses",
            title="On %(lapses_on)s %(left_cents)s of yours lapses",
            text="",
            next_step="Look at your budget",
            audience=lambda today: list(stage.lapsing),
            kind=SERVICE,
            rank=10,
            icon="hourglass",
        ),
    ]


MESSAGES = [
    MessageKind("test.decided", title="%(who)s agreed to your application", kind=SERVICE),
    MessageKind("test.news", title="Something new: %(what)s"),
]


@pytest.fixture
def stage(monkeypatch) -> Stage:
    """Let only the made-up nudges and messages exist."""
    stage = Stage()
    made = {"NUDGES": nudges_of(stage), "MESSAGES": MESSAGES}
    monkeypatch.setattr(declared, "collect", lambda part, name: made[name])
    return stage
