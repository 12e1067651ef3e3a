"""How people like to learn, in their own words and a few choices; no types, no test.

What somebody chose at `when` and `days` is used where moments are looked for, what they chose at
`means` where offers are suggested to them, and nothing else.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from bloei.learning.models import Kind, WayOfLearning

WHEN, DAYS, MEANS, IN_THE_WAY = "when", "days", "means", "in_the_way"
TOPICS: dict[str, tuple] = {
    WHEN: (
        _("When do you learn best?"),
        (
            ("early", _("before 10 o’clock")),
            ("morning", _("in the morning")),
            ("afternoon", _("in the afternoon")),
            ("late", _("at the end of the day")),
            ("fixed", _("at a fixed time every week")),
        ),
    ),
    DAYS: (
        _("Which days suit you best?"),
        (
            ("monday", _("Monday")),
            ("tuesday", _("Tuesday")),
            ("wednesday", _("Wednesday")),
            ("thursday", _("Thursday")),
            ("friday", _("Friday")),
        ),
    ),
    "where": (
        _("Where do you like to learn?"),
        (
            ("workplace", _("at my workplace")),
            ("quiet", _("in a quiet room")),
            ("home", _("at home")),
            ("on_the_way", _("on the way")),
        ),
    ),
    "together": (
        _("Alone or together?"),
        (
            ("alone", _("alone")),
            ("pair", _("with one colleague")),
            ("group", _("in a group")),
            ("online", _("together online")),
        ),
    ),
    MEANS: (
        _("By what means?"),
        (
            ("doing", _("doing it and looking back")),
            ("shown", _("somebody shows me")),
            ("reading", _("reading")),
            ("watching", _("watching a film")),
            ("listening", _("listening")),
            ("talking", _("talking about it")),
        ),
    ),
    IN_THE_WAY: (
        _("What gets in the way?"),
        (
            ("busy", _("work always comes first")),
            ("noise", _("noise around me")),
            ("device", _("no good computer or phone")),
            ("language", _("difficult language")),
            ("screen", _("looking at a screen for long")),
            ("nervous", _("I find it exciting")),
        ),
    ),
}
# Hours of the day that go with a choice of `when`: from, until.
HOURS = {"early": (7, 10), "morning": (8, 12), "afternoon": (12, 17), "late": (15, 18)}
WHOLE_DAY = (7, 18)
# Kinds of offers that go with a choice of `means`; they come before others that fit as well.
KINDS = {
    "doing": (Kind.ON_THE_JOB, Kind.WORKSHOP, Kind.TRAINING),
    "shown": (Kind.ON_THE_JOB, Kind.MENTORING, Kind.WORKSHOP),
    "reading": (Kind.BOOK, Kind.E_LEARNING),
    "watching": (Kind.E_LEARNING, Kind.MICRO),
    "listening": (Kind.CONFERENCE, Kind.MICRO),
    "talking": (Kind.COACHING, Kind.MENTORING, Kind.WORKSHOP),
}
MEANS_OF_KINDS = [(means, kind.value) for means, kinds in KINDS.items() for kind in kinds]
WEEKDAYS = {code: number for number, (code, _name) in enumerate(TOPICS[DAYS][1])}


@dataclass(frozen=True)
class Way:
    """One line as a page shows it."""

    topic: str
    question: str
    said: tuple[str, ...]
    words: str
    shown_to: str


def in_words(row: WayOfLearning) -> Way:
    """Return a line with its choices in the language of the page; unknown codes are left out."""
    question, choices = TOPICS[row.topic]
    known = dict(choices)
    said = tuple(str(known[code]) for code in row.choices if code in known)
    return Way(row.topic, str(question), said, row.words, row.get_shown_to_display())


def ways_of(rows: Iterable[WayOfLearning]) -> list[Way]:
    """Return lines in the order of the topics; empty ones are left out."""
    order = list(TOPICS)
    known = [row for row in rows if row.topic in TOPICS and (row.choices or row.words)]
    return [in_words(row) for row in sorted(known, key=lambda row: order.index(row.topic))]


def liked_hours(
    people: Collection[int], first: date, last: date
) -> dict[int, list[tuple[datetime, datetime]]]:
    """Return per person the times they like, from `first` to `last` (inclusive); one question.

    Who says only which days likes the whole of them, who says only which part of the day likes
    it every day. Used to propose moments, whoever may see the line. Naive local time.
    """
    chosen: dict[int, dict[str, list[str]]] = {}
    rows = WayOfLearning.objects.filter(person__in=people, topic__in=(WHEN, DAYS))
    for person, topic, choices in rows.values_list("person", "topic", "choices"):
        chosen.setdefault(person, {})[topic] = choices
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    return {
        person: [
            (_at(day, start), _at(day, until))
            for day in days
            if day.weekday() in _weekdays(said)
            for start, until in _hours(said)
        ]
        for person, said in chosen.items()
    }


def _weekdays(said: dict[str, list[str]]) -> set[int]:
    """Return the weekdays that somebody likes: all where they chose none."""
    return {WEEKDAYS[code] for code in said.get(DAYS, ()) if code in WEEKDAYS} or set(range(7))


def _hours(said: dict[str, list[str]]) -> list[tuple[int, int]]:
    """Return the hours that somebody likes; the whole day where they only chose days."""
    hours = sorted(HOURS[code] for code in said.get(WHEN, ()) if code in HOURS)
    return hours or ([WHOLE_DAY] if said.get(DAYS) else [])


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001 - wall time
