"""Learning time in words: when it is, how long, and what a possible moment is like.

Used by pages, messages and JSON alike; what is in the way is said by `obstacle_words`.
"""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bloei.foundation import money, wording
from bloei.foundation.language import on_screen
from bloei.planning import rules, spans
from bloei.planning.blocks.nearest import Moment
from bloei.planning.blocks.obstacles import Wish
from bloei.planning.blocks.verdicts import Verdict
from bloei.planning.models import LearningBlock
from bloei.planning.rules import Origin, State
from bloei.planning.spans import Span
from bloei.planning.staffing.enough import Spare

WEEK = timedelta(days=7)
DASH = wording.DASH

NUMBERS = (
    gettext_lazy("not one"),
    gettext_lazy("one"),
    gettext_lazy("two"),
    gettext_lazy("three"),
    gettext_lazy("four"),
    gettext_lazy("five"),
    gettext_lazy("six"),
    gettext_lazy("seven"),
    gettext_lazy("eight"),
    gettext_lazy("nine"),
    gettext_lazy("ten"),
    gettext_lazy("eleven"),
    gettext_lazy("twelve"),
)
SMALL = range(len(NUMBERS))


def count(number: int) -> str:
    """Write a small number as a word: "drie"."""
    return str(NUMBERS[number]) if number in SMALL else wording.number(number, on_screen())


def clock(moment: datetime) -> str:
    """Write "11.00" or "11:00", without the word for hours."""
    return _clock(moment, on_screen())


def _clock(moment: datetime, language: str) -> str:
    return wording.clock_time(moment, language).split(money.NBSP)[0]


def times(span: Span) -> str:
    """Write "11.00 – 12.00"; a midnight that ends it is 24.00."""
    language = on_screen()
    start, until = _clock(span.start, language), _clock(span.until, language)
    if span.until.date() > span.start.date() and not (span.until.hour or span.until.minute):
        until = until.replace("0", "24", 1)
    return f"{start}{DASH}{until}"


def weekday(day: date) -> str:
    """Write "woensdag"."""
    return wording.weekday(day, on_screen()).split(" ")[0].removesuffix(",")


def day(on: date, today: date) -> str:
    """Write "woensdag" for a day of this week, else "woensdag 2 december"."""
    same = rules.monday(on) == rules.monday(today)
    return weekday(on) if same else wording.weekday(on, on_screen())


def when(span: Span, today: date) -> str:
    """Write "donderdag 11.00 – 12.00", with the date when it is in another week."""
    return f"{day(span.start.date(), today)}, {times(span)}"


def length(minutes: int) -> str:
    return money.hours(minutes, on_screen())


def title(verdict: Verdict, today: date) -> str:
    """Say in one line whether a moment is possible: "Woensdag om 10.00 uur kan niet"."""
    start = verdict.wish.span.start
    told = {
        "day": day(start.date(), today),
        "time": wording.clock_time(start, on_screen()),
        "times": times(verdict.wish.span),
    }
    if verdict.others and verdict.is_possible:
        found = _("To which moment?")
    elif verdict.is_possible:
        found = _("%(day)s %(times)s is possible")
    elif verdict.may_be_asked:
        found = _("%(day)s %(times)s needs a yes")
    else:
        found = _("%(day)s at %(time)s is not possible")
    return capital(found % told)


def room(spare: Spare | None) -> str:
    """Say how many there are: "De balie is dan met vier collega's bezet, één meer dan nodig."."""
    if spare is None or spare.people < 1:
        return ""
    told = {"place": spare.name or _("the team"), "present": count(spare.present)}
    there = ngettext(
        "%(place)s has %(present)s colleague then,",
        "%(place)s has %(present)s colleagues then,",
        spare.present,
    )
    more = {"number": count(spare.people)}
    needed = _("%(number)s more than needed.") % more
    return capital(f"{there % told} {needed}")


def hint(moment: Moment, wish: Wish, today: date) -> str:
    """Say what another moment is like: in which week, how full it is, and whether it is shorter."""
    start = moment.span.start.date()
    parts = [_week(start, today), room(moment.room)]
    if (short := wish.minutes - spans.minutes(moment.span)) > 0:
        parts.append(_("It is %(length)s shorter.") % {"length": length(short)})
    return " ".join(part for part in parts if part)


def _week(on: date, today: date) -> str:
    ahead = (rules.monday(on) - rules.monday(today)) // WEEK
    if ahead < 2:
        return _("Next week.") if ahead == 1 else ""
    return _("In %(number)s weeks.") % {"number": count(ahead)}


def move_to(span: Span) -> str:
    """Say what the button does: "Verplaats naar donderdag"."""
    return _("Move to %(day)s") % {"day": weekday(span.start.date())}


def proposal(span: Span, today: date) -> str:
    """Write the title of a proposal: "Voorstel: donderdag, 11.00 – 12.00"."""
    return _("Proposal: %(when)s") % {"when": when(span, today)}


def period(first: date, last: date) -> str:
    """Write "23 tot en met 27 november"; a month that is the same is written once."""
    until = wording.long_date(last, on_screen()).rsplit(" ", 1)[0]
    start = wording.long_date(first, on_screen()).rsplit(" ", 1)[0]
    if first.month == last.month:
        start = start.split(" ")[0]
    return _("%(first)s to %(last)s") % {"first": start, "last": until}


def fix(span: Span) -> str:
    """Say what the button does: "Zet donderdag vast"."""
    return _("Fix %(day)s") % {"day": weekday(span.start.date())}


def state(block: LearningBlock, *, mine: bool) -> str:
    """Say where a block is, to its owner or to who decides."""
    if block.state == State.ASKED and not mine:
        return _("Waits for a decision")
    return str(block.get_state_display())


def origin(code: str) -> str:
    """Say where a block came from."""
    known = {
        Origin.HAND.value: _("Planned by hand"),
        Origin.PLANNER.value: _("Proposed by the planner"),
        Origin.TEAM.value: _("The fixed hour of the team"),
        Origin.TALK.value: _("Agreed on in a talk"),
    }
    return known.get(code, "")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
