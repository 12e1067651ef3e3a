"""What other rooms have in somebody's calendar, such as talks: beside learning time in a week."""

from datetime import date, timedelta

from bloei.foundation import panels
from bloei.people.models import Person
from bloei.planning import rosters
from bloei.planning.spans import Span
from bloei.planning.week import Kind, Piece

SUNDAY = timedelta(days=6)


def of_week(person: Person, monday: date, today: date) -> list[Piece]:
    """Return what the panels of the place `calendar` tell about the week of a Monday."""
    shown = panels.shown("calendar", person, today, (monday, monday + SUNDAY))
    return [
        Piece(
            Kind.MEETING,
            Span(rosters.local(one["from"]), rosters.local(one["until"])),
            one["title"],
            one.get("url", ""),
        )
        for item in shown
        for one in item.facts["items"]
    ]
