"""What a room declares that reaches people: nudges and kinds of messages, found by name.

Its nudges stand as NUDGES in nudges.py, its messages as MESSAGES in message_kinds.py. Texts
are lazy msgids with parameters by name. A parameter is written out by the ending of its name:
`left_cents` as money, `left_minutes` as hours, `lapses_on` (an ISO day) as a date, `starts_at`
(an ISO moment) as a day and a time; the rest stays a text.
The parameter `offers` (up to three dicts of `title`, `url` and perhaps `price_cents`) is
shown as a list under the text.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from inspect import signature
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from bloei.foundation import money, wording
from bloei.foundation.language import on_screen
from bloei.foundation.rooms import collect
from bloei.notifications.models import Kind

SERVICE, NUDGE, MESSAGE = Kind.SERVICE, Kind.NUDGE, Kind.MESSAGE
Text = Any  # a lazy translation, or a function of the parameters that returns one


@dataclass(frozen=True)
class Candidate:
    """Somebody whom a nudge would help today, and why.

    `occasion` names this time: the same person gets each occasion once ("2026-12-31").
    `about_id` is whom it is about when that is somebody else (a manager's nudge).
    `until` is the last day on which it makes sense.
    """

    person_id: int
    occasion: str
    params: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""
    about_id: int | None = None
    until: date | None = None

    @property
    def subject_id(self) -> int:
        return self.about_id or self.person_id


@dataclass(frozen=True)
class Nudge:
    """Something that deserves somebody's attention, with one next step.

    `audience(today)` or `audience(today, among)` returns rows (Candidate, or a dict with the
    same names) from one set-based query; `among` is None or the ids of the only people asked
    for (after an event). `outcome(person_ids, since, until)` returns the ids of those who did
    what is hoped for on a day from `since` to `until`, both included; for a manager's nudge
    the ids are of whom it is about. `name` is "room.what". A low `rank` comes first.
    A manager's nudge about several people becomes one card: `title_many` (parameters `count`
    and `names`) on the page with the url name `url_many`.
    Without `by_mail` it stands in Bloei only, for what a message tells by mail already.
    `on_today` is False when a panel of the room itself says the same on the first page.
    `for_manager` is a tag of two or three words for the team page, `for_manager_text` its
    sentence (parameter `name`: the given name); without it the team page says nothing.
    `for_manager_if(params, today)` tells whether a talk can still change it. Where nearly the
    whole team has this reason it points to nobody: then `for_manager_all` stands there once
    (parameters `count` and `of` people, and those of one of them).
    """

    name: str
    label: Text  # how HR calls it
    title: Text
    text: Text
    next_step: Text
    audience: Callable[..., Iterable]
    kind: str = Kind.NUDGE
    rank: int = 50
    icon: str = "sprout"
    cool_down_days: int = 30
    outcome: Callable[[Collection[int], date, date], set[int]] | None = None
    outcome_words: Text = ""
    outcome_question: Text = ""
    outcome_weeks: int = 6
    delay_weeks: int | None = 6
    for_role: str = ""
    by_mail: bool = True
    title_many: Text = ""
    text_many: Text = ""
    url_many: str = ""
    on_today: bool = True
    for_manager: Text = ""
    for_manager_text: Text = ""
    for_manager_if: Callable[[Mapping[str, Any], date], bool] | None = None
    for_manager_all: Text = ""
    example: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self):
        if self.kind not in {Kind.SERVICE, Kind.NUDGE}:
            raise ValueError(f"{self.name}: a nudge is of the kind SERVICE or NUDGE.")
        if self.has_lottery and self.outcome is None:
            raise ValueError(f"{self.name}: say which outcome it hopes for.")
        if self.delay_weeks is not None and self.delay_weeks < self.outcome_weeks:
            raise ValueError(f"{self.name}: who waits must wait until the outcome is counted.")

    @property
    def has_lottery(self) -> bool:
        """A service message reaches everybody at once; all others are measured."""
        return self.kind != Kind.SERVICE


@dataclass(frozen=True)
class MessageKind:
    """A message that a room sends by `notify(code, ...)`: its words and how much it matters."""

    code: str
    title: Text
    text: Text = ""
    next_step: Text = ""
    kind: str = Kind.MESSAGE
    icon: str = "mail"


@dataclass(frozen=True)
class Written:
    """A nudge or message as one person reads it."""

    title: str
    text: str
    next_step: str
    offers: tuple[Mapping[str, Any], ...] = ()


class NoSuchNudge(KeyError):
    """No room declares this nudge (any more)."""


def nudges() -> dict[str, Nudge]:
    """Return every nudge of every room, by name."""
    return {nudge.name: nudge for nudge in collect("nudges", "NUDGES")}


def message_kinds() -> dict[str, MessageKind]:
    """Return every kind of message of every room, by code."""
    return {kind.code: kind for kind in collect("message_kinds", "MESSAGES")}


def find(name: str) -> Nudge:
    try:
        return nudges()[name]
    except KeyError:
        raise NoSuchNudge(name) from None


def candidates(nudge: Nudge, today: date, among: Collection[int] | None) -> list[Candidate]:
    """Return whom the nudge would help today; the first row of an occasion counts."""
    wants_among = "among" in signature(nudge.audience).parameters
    found = nudge.audience(today, among) if wants_among else nudge.audience(today)
    rows = (row if isinstance(row, Candidate) else Candidate(**row) for row in found)
    once: dict[tuple[int, str], Candidate] = {}
    for row in rows:
        if among is None or row.person_id in among or row.subject_id in among:
            once.setdefault((row.person_id, row.occasion), row)
    return list(once.values())


def write(declared: Nudge | MessageKind, params: Mapping[str, Any], language: str = "") -> Written:
    """Write the words for somebody who reads this language (default: that of the page)."""
    language = language or on_screen()
    plain = {name: _in_words(name, value, language) for name, value in params.items()}
    with override(language):
        return Written(
            title=_said(declared.title, plain, params),
            text=_said(declared.text, plain, params),
            next_step=_said(declared.next_step, plain, params),
            offers=tuple(params.get("offers", ()))[:3],
        )


def say(text: Text, params: Mapping[str, Any]) -> str:
    """Write one text of a nudge in the language of the page."""
    language = on_screen()
    plain = {name: _in_words(name, value, language) for name, value in params.items()}
    return _said(text, plain, params)


def _said(text: Text, plain: Mapping[str, Any], params: Mapping[str, Any]) -> str:
    chosen = text(params) if callable(text) else text
    return chosen % _Known(plain) if plain else str(chosen)


class _Known(dict):
    """The parameters of an older row may lack what today's words mention; a page goes on."""

    def __missing__(self, name):
        return "…"


def _in_words(name: str, value: Any, language: str) -> Any:
    if value is None or value == "":
        return ""
    if name.endswith("_cents"):
        return money.euros(int(value), language)
    if name.endswith("_minutes"):
        return money.hours(int(value), language)
    if name.endswith("_on"):
        return wording.long_date(date.fromisoformat(str(value)), language)
    if name.endswith("_at"):
        moment = timezone.localtime(datetime.fromisoformat(str(value)))
        return wording.day_and_time(moment, language)
    return value
