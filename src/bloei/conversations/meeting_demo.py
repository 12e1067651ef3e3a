"""The customer desk meets on Fridays: what they agreed, their tips, and how each likes to learn."""

from collections.abc import Iterable
from datetime import date, time, timedelta

from bloei.agreements import actions as agreements
from bloei.conversations import meeting_board, meeting_steps
from bloei.conversations.actions import meetings
from bloei.conversations.models import Rhythm
from bloei.foundation import clock
from bloei.learning import actions as learning
from bloei.learning.models import Audience, RecordKind
from bloei.people.demo_days import at_work, workday
from bloei.people.models import Person, Unit
from bloei.planning import actions as planning

DESK, MO = "KC", "1002"
DAY, FRIDAY = timedelta(days=1), 4
EVERY = timedelta(weeks=2)
# Days ago, who, what.
TIPS = (
    (9, "1012", "Bij boze bellers vat ik eerst samen wat ik hoor. Pas daarna leg ik uit."),
    (6, "1017", "De wegwijzer huurtoeslag staat nu als kaartje naast mijn scherm."),
    (2, "1015", "Ik luister onderweg naar de les. Dat zijn twaalf minuten per rit."),
)
# Who, what, done?; the last one is the experiment.
AGREED = (
    ("1018", "Maakt drie kaartjes met vragen die vaak terugkomen", True),
    ("1002", "Vraagt om twee koptelefoons", True),
    ("1011", "Proef: donderdag om 9.00 uur met drie aan de balie, de anderen leren", False),
)  # fmt: skip
# Days ago, who, what, how, minutes, who may see it: how the desk learned this month.
LEARNED = (
    (4, "1012", "Casus besproken: boze bellers", RecordKind.AT_WORK, 45, Audience.TEAM),
    (2, "1016", "Ingewerkt door Anouk", RecordKind.AT_WORK, 240, Audience.MANAGER),
    (7, "1020", "Meegekeken met Sanne", RecordKind.AT_WORK, 60, Audience.MANAGER),
    (5, "1013", "Meegeluisterd aan de balie", RecordKind.AT_WORK, 45, Audience.TEAM),
    (3, "1017", "Casus besproken: huurachterstand", RecordKind.AT_WORK, 30, Audience.TEAM),
    (5, "1015", "Luisterles Helder schrijven", RecordKind.SELF, 24, Audience.TEAM),
    (6, "1017", "Uitgezocht wat er verandert in het huurrecht", RecordKind.SELF, 90,
     Audience.TEAM),
    (6, "1013", "Voorbeeldbrieven nagelezen", RecordKind.SELF, 40, Audience.MANAGER),
    (4, "1011", "Webinar over huurrecht teruggekeken", RecordKind.SELF, 30, Audience.TEAM),
    (3, "1020", "De kennisbank doorgelezen", RecordKind.SELF, 45, Audience.MANAGER),
    (3, "1011", "Uitleg gegeven: de nieuwe wegwijzer", RecordKind.SHARED, 60, Audience.TEAM),
    (8, "1017", "Kaartje huurtoeslag uitgelegd", RecordKind.SHARED, 15, Audience.TEAM),
    (6, "1012", "Tip over samenvatten gedeeld", RecordKind.SHARED, 15, Audience.TEAM),
    (3, "1016", "Gesprek met mentor Anouk", RecordKind.MENTORING, 30, Audience.MANAGER),
    (4, "1020", "Gesprek met mentor Sanne", RecordKind.MENTORING, 30, Audience.MANAGER),
)  # fmt: skip
# Who, and per topic what they choose and say.
WAYS = {
    "1003": {"when": (["morning"], ""), "together": (["pair"], ""),
             "means": (["doing"], "Eerst doen, dan samen terugkijken.")},
    "1012": {"where": (["quiet"], ""), "means": (["reading"], "")},
    "1015": {"where": (["on_the_way"], ""), "means": (["listening"], "")},
    "1017": {"when": (["late"], ""), "means": (["talking"], "Ik leer door het uit te leggen.")},
    "1013": {"when": (["fixed"], ""), "together": (["alone"], "")},
}  # fmt: skip


def build(*, today: date) -> None:
    """Let the desk have met two weeks before its next Friday."""
    unit, mo = Unit.objects.get(code=DESK), Person.objects.get(number=MO)
    met_on = next_friday(today) - EVERY
    people = {person.number: person for person in meeting_board.team_of(unit)}
    with clock.fixed(met_on, time(8, 30)):
        planning.show_team_agenda(unit, is_open=True, by=mo)
        for number, lines in WAYS.items():
            person = people[number]
            ways = {topic: (*said, "team") for topic, said in lines.items()}
            learning.choose_ways(person, ways=ways, by=person)
    _met(unit, people, met_on, today)
    _learned(people, today)
    meetings.plan_meeting(
        unit, on=met_on + EVERY, rhythm=Rhythm.TWO_WEEKLY, today=today, key="demo-next",
        by=people["1011"],
    )  # fmt: skip
    for ago, number, text in TIPS:
        on = max(workday(today - ago * DAY), met_on)
        with at_work(on, today, number):
            meetings.share_tip(
                unit, text=text, today=on, key=f"demo-tip-{number}", by=people[number]
            )


def _learned(people: dict[str, Person], today: date) -> None:
    for at, (ago, number, what, kind, minutes, audience) in enumerate(LEARNED):
        on = max(workday(today - ago * DAY), today.replace(day=1))
        with at_work(on, today, number):
            learning.add_record(
                person=people[number], what=what, kind=kind, done_on=on, minutes=minutes,
                audience=audience, key=f"demo-desk-{at}", by=people[number],
            )  # fmt: skip


def next_friday(today: date) -> date:
    """Return the Friday of this week, today counted; in a weekend that of the next."""
    return today + ((FRIDAY - today.weekday()) % 7) * DAY


def _met(unit: Unit, people: dict[str, Person], on: date, today: date) -> None:
    anouk = people["1011"]
    team = [person.pk for person in people.values()]
    with clock.fixed(on, time(9, 2)):
        meeting = meetings.begin_meeting(unit, today=on, key=f"demo-{on}", by=anouk)
        for step in range(1, len(meeting_steps.STEPS)):
            meeting = meetings.go_to_step(meeting, step=step, by=anouk)
        made = [
            meetings.agree_together(
                meeting, person=people[number], text=text, due_on=on + EVERY, team=team,
                today=on, key=f"demo-{number}", by=anouk,
            )
            for number, text, _done in AGREED
        ]  # fmt: skip
        meetings.close_meeting(meeting, today=on, by=anouk)
    done = [one for one, (_number, _text, is_done) in zip(made, AGREED, strict=True) if is_done]
    _finish(done, max(on, workday(today - 4 * DAY)))


def _finish(done: Iterable, on: date) -> None:
    with clock.fixed(on, time(16, 10)):
        for agreement in done:
            agreements.finish_agreement(agreement, today=on, by=agreement.person)
