"""A swap at the customer desk: Ruben could not be missed, until a colleague took over his shift."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from bloei.conversations import actions
from bloei.conversations.rules import Because, Occasion
from bloei.foundation import clock, wording
from bloei.people.demo_days import workday
from bloei.people.models import Person
from bloei.planning import rules, spans
from bloei.planning.access import takers_in_reach
from bloei.planning.blocks import obstacles, taking_over
from bloei.planning.blocks.obstacles import Why, Wish
from bloei.planning.spans import Span

RUBEN, MO, TITLE = "1017", "1002", "Post-hbo woonrecht"
DAY, WEEK, HOURS = timedelta(days=1), timedelta(days=7), timedelta(hours=2)
TALKED_AGO = 2 * DAY
POINT = "Lezen voor de opleiding\nOverdag komt er altijd iets tussen, en ’s avonds ben ik te moe."


def build(*, today: date) -> None:
    """Let Mo and Ruben make time together; a colleague takes over where nobody could be missed."""
    ruben, mo = (Person.objects.get(number=number) for number in (RUBEN, MO))
    on = workday(today - TALKED_AGO)
    with clock.fixed(on, time(13, 40)):
        talk = actions.open_conversation(
            ruben, partner=mo, occasion=Occasion.TIME, because=Because.ASKED, key="demo-swap",
            by=ruben,
        )  # fmt: skip
        actions.add_point(talk, text=POINT, minutes=10, key="demo-swap-0", by=ruben)
        for span, taker in _swaps(ruben, mo, rules.monday(today) + WEEK, on):
            when = f"{wording.weekday(span.start.date(), 'nl')}, "
            when += wording.clock_span(span.start, span.until, "nl")
            actions.fix_swap(
                talk, taker=taker, span=span, title=TITLE,
                takes_over=f"{taker.given_name} neemt de dienst over van Ruben op {when}",
                text=f"Leert op {when}: {TITLE}", today=on, key="demo-swap-1", by=mo,
            )  # fmt: skip
            actions.hold_conversation(talk, on=on, today=on, by=mo)
            return


def _swaps(ruben: Person, mo: Person, monday: date, today: date) -> Iterator[tuple[Span, Person]]:
    """Yield when Ruben cannot be missed in a week, and who could take over then."""
    team = takers_in_reach(ruben, mo).order_by("number")
    for weekday in range(5):
        for hour in (9, 10, 13, 14):
            start = spans.at(monday + weekday * DAY, hour * 60)
            span = Span(start, start + HOURS)
            found = obstacles.obstacles(Wish(ruben, span), today)
            if [one.why for one in found] == [Why.STAFFING]:
                able = taking_over.who_could(team, span)
                yield from ((span, one) for one in team if one.pk in able)
