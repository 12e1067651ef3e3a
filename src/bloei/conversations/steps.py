"""What every step of a conversation has in common; called by the actions only."""

from bloei.conversations import rules
from bloei.conversations.models import Conversation
from bloei.conversations.rules import State


class NoStep(Exception):
    """A conversation cannot go from `now` to `to`: the other was first, or it is closed."""

    def __init__(self, now: str, to: str):
        super().__init__(f"From {now} to {to} is no step.")
        self.now, self.to = now, to


def locked(conversation: Conversation, to: State | None = None) -> Conversation:
    """Lock a conversation and make sure that this step, or any change, may follow."""
    rows = Conversation.objects.select_for_update(of=("self",))
    found = rows.select_related("person", "partner").get(pk=conversation.pk)
    now = State(found.state)
    may = found.is_changeable if to is None else rules.may_move(now, to)
    if not may:
        raise NoStep(now, to or now)
    return found
