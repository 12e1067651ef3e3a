"""What happens with talks and team meetings every night: each may run twice without harm."""

import contextlib
from datetime import date

from bloei.conversations import actions, queries
from bloei.conversations.actions import AlreadyOpen, meetings
from bloei.conversations.rules import Because, Occasion
from bloei.foundation.queue import every


@every("10 4 * * *")
def open_next_talks(today: date) -> int:
    """Open the talks that people agreed on, two weeks ahead; return how many."""
    opened = 0
    for earlier in queries.to_open_next(today):
        with contextlib.suppress(AlreadyOpen):
            actions.open_conversation(
                earlier.person, partner=earlier.partner, occasion=Occasion(earlier.occasion),
                because=Because.NEXT, key=f"next:{earlier.pk}:{earlier.next_on}", by=None,
            )  # fmt: skip
            opened += 1
    return opened


@every("15 4 * * *")
def ask_for_help_in_time(today: date) -> int:
    return actions.ask_for_help_in_time(today=today)


@every("18 4 * * *")
def plan_missed_meetings(today: date) -> int:
    return meetings.plan_missed_meetings(today=today)


@every("20 4 * * *")
def forget(today: date) -> int:
    """Close what never took place or took place a month ago, wipe, forget what was kept."""
    wiped = actions.close_open(today=today) + actions.wipe_preparations(today=today)
    closed = actions.close_finished(today=today)
    return wiped + closed + actions.forget_conversations(today=today)
