"""What other rooms have in somebody's calendar, such as talks: beside learning time in a week."""

from datetime import date, timedelta

from bloei.foundation import panels
from bloei.people.models import Person
from bloei.planning.rosters import at_work
from bloei.planning.spans import Span
from bloei.planning.week.pieces import Kind, Piece

SUNDAY = timedelta(days=6)


def of_week(person: Person, monday: date, today: date) -> list[Piece]:
    """Return what the panels of the place `calendar` tell about the week of a Monday."""
    shown = panels.shown("calendar", person, today, (monday, monday + SUNDAY))
    return [
        Piece(
            Kind.MEETING,
            Span(at_work.local(one["from"]), at_work.local(one["until"])),
            one["title"],
            one.get("url", ""),
        )
        for item in shown
        for one in item.facts["items"]
    ]
