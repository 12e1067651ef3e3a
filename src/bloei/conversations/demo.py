"""The talks of De Linde: what Mo agreed with Eva, and how Lieke's no became a talk.

The customer desk meets on Fridays (meeting_demo.py), and two of them swap (swap_demo.py).
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from bloei.agreements import watching
from bloei.conversations import actions, listeners, meeting_demo, swap_demo
from bloei.conversations.models import Conversation
from bloei.conversations.rules import Because, Kind, Occasion
from bloei.foundation import clock, wording
from bloei.people.demo_days import at_work, workday
from bloei.people.models import Person
from bloei.planning import actions as planning
from bloei.planning import rules, spans
from bloei.planning.blocks import nearest, obstacles
from bloei.planning.blocks.obstacles import Wish
from bloei.planning.events import BlockRefused
from bloei.planning.models import LearningBlock
from bloei.planning.rosters import at_work as rosters
from bloei.planning.rules import when_done
from bloei.planning.spans import Span

EVA, MO, LIEKE = "1003", "1002", "1015"
DAY, WEEK, SATURDAY = timedelta(days=1), timedelta(days=7), 5
TALKED_AGO, ASKED_AHEAD, REFUSED_AGO = 24 * DAY, 6 * DAY, 2 * DAY
TEN, LENGTH, ROOM = time(10), timedelta(minutes=45), "kamer 2.14"
HOUR = timedelta(hours=1)
# Who, what: the points of a talk, in their order.
TALKED_ABOUT = (
    (EVA, "Leertijd die blijft liggen\nEr komt altijd iemand tussen. Wat zou helpen?", 15),
    (MO, "Wat wil je dit jaar nog leren?\nHet hoeft niet veel te zijn.", 15),
)
TO_TALK_ABOUT = (
    (EVA, "De training over verward gedrag\nIk wil vertellen waarom nu.", 10),
    (MO, "Leertijd die blijft liggen\nWat zou helpen: een vast moment, of juist los?", 10),
    (EVA, "Meelopen bij Wijkbeheer\nEén ochtend met Ria, om te zien wat er na de balie gebeurt.", 5),
    (MO, "Wie kan van jou leren?\nJouw uitleg over huurtoeslag kwam drie keer terug.", 5),
)  # fmt: skip
TALKED = (
    "Eva merkt dat losse halfuren niet lukken: er komt altijd iemand tussen. Een heel uur buiten"
    " de balie, met de telefoon uit, lijkt beter.\n\n"
    "Dat proberen we met Taal op B1. Daarna kijken we of een vast uur past."
)
BEFOREHAND = {
    MO: "Eerst luisteren: hoe ging dat uur buiten de balie? Niet meteen oplossen.\n"
    "Vragen of ze Naomi wil begeleiden.",
    EVA: "Vertellen dat het uur is gelukt.\nVragen of een vast uur op donderdag kan.",
}
NO = "Woensdag is je vrije dag, en die gun ik je. Zullen we samen zoeken naar tijd onder werktijd?"


def build_cast(*, today: date) -> None:
    """Let Mo and Eva talk, let a refusal open a talk with Lieke, and let the desk meet."""
    if Conversation.objects.exists():
        return
    people = Person.objects.in_bulk([EVA, MO, LIEKE], field_name="number")
    talked_on = workday(today - TALKED_AGO)
    _talked(people, talked_on, today)
    _to_come(people, talked_on, today)
    _after_a_refusal(people, today)
    meeting_demo.build(today=today)
    swap_demo.build(today=today)


def _talked(people: dict[str, Person], on: date, today: date) -> None:
    """Eva asked for the talk; of what came of it the first ticked itself off."""
    eva, mo = people[EVA], people[MO]
    with at_work(workday(on - ASKED_AHEAD), today, EVA):
        talk = _open(people, TALKED_ABOUT, Because.ASKED, by=eva)
        _plan(talk, on, workday(on - ASKED_AHEAD), by=eva)
    with clock.fixed(on, time(10, 47)):
        actions.write_notes(talk, text=TALKED, base="", by=mo)
        block = _hour_away_from_the_desk(talk, on)
        actions.agree(
            talk, who=mo, text="Vraagt Naomi of zij wil meekijken bij de brieven van Eva",
            due_on=workday(today + WEEK), today=on, key="demo-naomi", by=mo,
        )  # fmt: skip
        actions.hold_conversation(talk, on=on, next_on=_next_on(today), today=on, by=mo)
    if block is not None:
        _use(block)


def _open(people: dict[str, Person], points: tuple, because: Because, by: Person | None):
    talk = actions.open_conversation(
        people[EVA], partner=people[MO], occasion=Occasion.DEVELOPMENT, because=because,
        key=f"demo-{because}", by=by,
    )  # fmt: skip
    for at, (number, text, minutes) in enumerate(points):
        actions.add_point(
            talk, text=text, minutes=minutes, key=f"demo-{because}-{at}", by=people[number]
        )
    return talk


def _plan(talk: Conversation, on: date, today: date, by: Person) -> None:
    start = datetime.combine(on, TEN)
    actions.plan_conversation(
        talk, start=start, until=start + LENGTH, place=ROOM, today=today, by=by
    )


def _hour_away_from_the_desk(talk: Conversation, today: date) -> LearningBlock | None:
    """Fix the first hour of the week after in which Eva can be missed."""
    for span in _hours(rules.monday(today) + WEEK):
        if not obstacles.obstacles(Wish(talk.person, span), today):
            when = f"{wording.weekday(span.start.date(), 'nl')}, "
            when += wording.clock_span(span.start, span.until, "nl")
            outcome = actions.fix_moment(
                talk, kind=Kind.BLOCK, span=span, title="Taal op B1",
                text=f"Leert op {when}: Taal op B1", today=today, key="demo-hour", by=talk.person,
            )  # fmt: skip
            return outcome.block
    return None


def _use(block: LearningBlock) -> None:
    """Let the hour go by as agreed: its agreement ticks itself off, without waiting for a worker."""
    on = block.starts_at.date()
    with clock.fixed(on, time(17, 2)):
        planning.realise_block(block, today=on, by=block.person)
        watching.happened(when_done(block.pk), on)


def _to_come(people: dict[str, Person], talked_on: date, today: date) -> None:
    """The talk that they agreed on then: both put on the agenda what they want to talk about."""
    on = _next_on(today)
    with at_work(workday(today - 3 * DAY), today, MO):
        talk = _open(people, TO_TALK_ABOUT, Because.NEXT, by=None)
        _plan(talk, on, workday(today - 3 * DAY), by=people[MO])
        for number, text in BEFOREHAND.items():
            actions.write_preparation(talk, text=text, by=people[number])


def _next_on(today: date) -> date:
    """Return the third day from now, or the Monday after it where that is in a weekend."""
    day = today + 3 * DAY
    return day + (7 - day.weekday()) * DAY if day.weekday() >= SATURDAY else day


def _after_a_refusal(people: dict[str, Person], today: date) -> None:
    """Lieke asked for her day off, Mo said no with a reason: then the two are invited to talk."""
    lieke, on = people[LIEKE], workday(today - REFUSED_AGO)
    span = _outside_the_roster(lieke, rules.monday(today) + WEEK, on)
    if span is None:
        return
    with clock.fixed(on, time(11, 20)):
        block = planning.plan_block(
            lieke, span=span, title="Leergang participatie",
            why="Onder werktijd kom ik er niet aan toe.", today=on, key="demo-lieke", by=lieke,
        )  # fmt: skip
    with clock.fixed(on, time(15, 5)):
        found = nearest.nearest(Wish(lieke, span), rosters.local(clock.now()), most=1)
        instead = found[0].span if found else Span(span.start + DAY, span.until + DAY)
        planning.decide_block(
            block, agree=False, answer=NO, instead=instead, today=on, by=people[MO]
        )
        listeners.talk_after_refusal(BlockRefused(block.pk))


def _outside_the_roster(person: Person, monday: date, today: date) -> Span | None:
    """Return the first hours of a week that only a manager can say yes to, as on a day off."""
    for span in _hours(monday):
        found = obstacles.obstacles(Wish(person, span), today)
        if found and all(one.is_askable for one in found):
            return span
    return None


def _hours(monday: date) -> Iterator[Span]:
    """Yield the hours of a week, the mornings of the middle days first."""
    for weekday in (2, 1, 3, 0, 4):
        for hour in (10, 14, 13, 11, 9, 15):
            start = spans.at(monday + weekday * DAY, hour * 60)
            yield Span(start, start + HOUR)
