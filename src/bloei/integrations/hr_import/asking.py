"""The questions of a file to HR, and what can be answered to each, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bloei.integrations.hr_import import choices, queries
from bloei.integrations.hr_import.models import HrFile
from bloei.people.models import Lead, Person, Unit

TWICE = ("duplicate_employment", "same_start", "other_person")
# More than these are typed by number or code instead of chosen from a list.
MOST_OPTIONS = 400
Option = tuple[str, str]


@dataclass(slots=True)
class Question:
    """One thing to choose, perhaps about many rows: the first of them, and how many."""

    key: str
    line: dict[str, Any]
    rows: int = 0

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]

    @property
    def chosen(self) -> str:
        return self.line["chosen"]


def questions(file: HrFile) -> list[Question]:
    """Return what is asked about a file: first what has no answer yet, then by row."""
    asked: dict[str, Question] = {}
    for line in queries.problem_lines(file):
        if key := line["ask"]:
            question = asked.setdefault(key, Question(key, line))
            question.rows += line["facts"].get("count", 1)
    return sorted(asked.values(), key=lambda question: bool(question.chosen))


def lines(file: HrFile) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield every problem of a file with the words of what was chosen about it."""
    answers = Answers()
    for line in queries.problem_lines(file):
        yield line, answers.in_words(Question(line["ask"], line)) if line["ask"] else ""


@dataclass(slots=True)
class Answers:
    """What can be chosen. The lists of units and leaders are read once, when they are needed."""

    _leaders: list[Option] | None = None
    _units: list[Option] | None = None

    def of(self, question: Question) -> list[Option]:
        """Return what can be chosen for a question, without an empty first choice."""
        if question.kind == "row":
            return _of_row(question.line)
        if question.kind == "person":
            return _of_person()
        return self._of_unit() if question.kind == "unit" else self._of_manager()

    def is_list(self, question: Question) -> bool:
        """Say whether the answers fit in a list; else a number or code is typed."""
        return len(self.of(question)) <= MOST_OPTIONS

    def in_words(self, question: Question) -> str:
        """Return what was chosen, as the report says it; empty when nothing was."""
        if not question.chosen:
            return ""
        return dict(self.of(question)).get(question.chosen, question.chosen)

    def _of_manager(self) -> list[Option]:
        if self._leaders is None:
            people = Person.objects.filter(pk__in=Lead.objects.values("leader"))
            self._leaders = [
                (person.number, f"{person.full_name} ({person.number})")
                for person in people.order_by("sort_name", "pk")
            ]
        return [(choices.NOBODY, _("Nobody for now")), *self._leaders]

    def _of_unit(self) -> list[Option]:
        if self._units is None:
            self._units = [
                (unit.code, f"{unit.name} ({unit.code})")
                for unit in Unit.objects.filter(closed_on=None).order_by("name", "pk")
            ]
        return [(choices.NEW, _("Make this unit")), *self._units]


def _of_row(line: dict[str, Any]) -> list[Option]:
    row, other = line["row"], line["facts"].get("other")
    if line["code"] in TWICE:
        return [
            (choices.OTHER, _("Row %(row)s counts") % {"row": other}),
            (choices.THIS, _("Row %(row)s counts") % {"row": row}),
            (choices.NEITHER, _("Skip both rows")),
        ]
    return [
        (choices.SKIP, _("Skip this row")),
        (choices.WITHOUT, _("Bring the row in without this value")),
    ]


def _of_person() -> list[Option]:
    return [
        (choices.SAME, _("The same person, with a new number")),
        (choices.NEW, _("Somebody else: a new person")),
        (choices.SKIP, _("Skip this row")),
    ]
