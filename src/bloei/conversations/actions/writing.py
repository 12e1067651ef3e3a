"""What the two write: together in one text, and each for themselves beforehand."""

from bloei.conversations.merging import merged
from bloei.conversations.models import Conversation, Notes, Preparation
from bloei.conversations.steps import locked
from bloei.foundation import audit, clock
from bloei.foundation.actions import action
from bloei.people.models import Person


@action
def write_notes(conversation: Conversation, *, text: str, base: str, by: Person) -> Notes:
    """Write down what the two say; `base` is the text that the writer began from.

    What the other wrote in the meantime stays beside it. Raises NoStep.
    """
    conversation = locked(conversation)
    now = clock.now()
    notes, _new = Notes.objects.get_or_create(
        conversation=conversation, defaults={"changed_at": now}
    )
    together = merged(_plain(base), _plain(text), notes.text)
    if together != notes.text:
        notes.text, notes.version = together, notes.version + 1
        notes.changed_at, notes.changed_by = now, by
        notes.save()
    audit.record("notes.written", notes, by=by, fields=["text"])
    return notes


@action
def write_preparation(conversation: Conversation, *, text: str, by: Person) -> Preparation | None:
    """Keep what one of the two thinks beforehand; an empty text removes it. Raises NoStep."""
    conversation = locked(conversation)
    mine = Preparation.objects.filter(conversation=conversation, person=by).first()
    audit.record("preparation.written", conversation, by=by)
    if not text.strip():
        if mine:
            mine.delete()
        return None
    mine = mine or Preparation(conversation=conversation, person=by)
    mine.text, mine.changed_at = _plain(text), clock.now()
    mine.save()
    return mine


def _plain(text: str) -> str:
    """Return a text as it was typed: a browser sends other line ends than it shows."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
