"""Who may do what, and to which things: declared once, asked everywhere.

A permission maps each role to a reach: the people (or units) this role may do it to.
Lists, pages, buttons, the API and docs/access.md ask the same object, so a page
can never show what a list would hide.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, Protocol

from django.core.exceptions import EmptyResultSet, PermissionDenied
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404

PERMISSIONS: dict[str, "Permission"] = {}


class _All:
    """A reach without a border."""

    def __repr__(self) -> str:
        return "everything"


class Select(RawSQL):
    """Ids in SQL of our own, for a reach that every page asks: Django would write it anew.

    It is no iterable: Django would walk through it at every filter.
    """

    def ids(self) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            return [pk for (pk,) in cursor.fetchall()]


EVERYTHING: Final = _All()
Ids = _All | QuerySet | Select | Iterable[int] | None


class Viewer(Protocol):
    """Somebody who is signed in: what the reaches are asked about."""

    pk: Any

    @property
    def roles(self) -> frozenset[str]: ...


Reach = Callable[[Any, str], Ids]
"""(viewer, role) -> ids of the people or units within reach, EVERYTHING, or None."""


@dataclass(frozen=True)
class Permission:
    """One thing that a person may do.

    `path` leads from the row to the person (or unit) it is about, as in a filter:
    "person", "participation__person", "pk" on Person itself. An empty path is for
    things of the whole organisation; their reaches give EVERYTHING or None. `words`
    says it to people ("see your learning budget"), for the pages about privacy.
    """

    name: str
    path: str
    reach: Mapping[str, Reach]
    words: Any = ""

    def __post_init__(self):
        if PERMISSIONS.setdefault(self.name, self) is not self:
            raise ValueError(f"Two permissions are called {self.name}.")

    def narrow(self, rows: QuerySet, viewer: Viewer) -> QuerySet:
        """Keep only the rows this viewer may do this to."""
        reaches = self._reaches(viewer)
        if any(ids is EVERYTHING for ids in reaches):
            return rows
        if not self.path or not reaches:
            return rows.none()
        within = Q()
        for ids in reaches:
            within |= Q(**{f"{self.path}__in": ids})
        return rows.filter(within)

    def within(self, viewer: Viewer, column: str) -> tuple[str, list]:
        """Return the same as a condition in SQL on a column, with its values.

        For questions that are written by hand: `column` is where the path leads.
        """
        reaches = self._reaches(viewer)
        if any(ids is EVERYTHING for ids in reaches):
            return "true", []
        if not self.path or not reaches:
            return "false", []
        parts, values = zip(*(_condition(ids, viewer) for ids in reaches), strict=True)
        found = " or ".join(part.format(column=column) for part in parts)
        return f"({found})", list(chain.from_iterable(values))

    def find(self, rows: QuerySet | Any, viewer: Viewer, **lookup) -> Any:
        """Fetch one row, or raise 404: out of reach looks the same as not there."""
        thing = self.narrow(rows.all(), viewer).filter(**lookup).first()
        if thing is None:
            raise Http404
        return thing

    def allows(self, viewer: Viewer, thing: Model) -> bool:
        return bool(self.allows_many(viewer, [thing]))

    def allows_many(self, viewer: Viewer, things: Iterable[Model]) -> set:
        """Return the keys of those things this viewer may do this to, in one query."""
        things = list(things)
        if not things:
            return set()
        rows = things[0]._meta.model._base_manager.filter(pk__in=[thing.pk for thing in things])
        return set(self.narrow(rows, viewer).values_list("pk", flat=True))

    def reached(self, viewer: Viewer) -> Any:
        """Return the ids of all people or units within reach, or EVERYTHING."""
        reaches = self._reaches(viewer)
        if any(ids is EVERYTHING for ids in reaches):
            return EVERYTHING
        rows = chain.from_iterable(ids.ids() if isinstance(ids, Select) else ids for ids in reaches)
        return {pk for row in rows for pk in (row.values() if isinstance(row, dict) else [row])}

    def held_by(self, viewer: Viewer) -> bool:
        """Say whether this viewer may do this to anything at all; a menu asks it over and over."""
        known = viewer.__dict__.setdefault("_held", {})
        if self.name not in known:
            known[self.name] = bool(self._reaches(viewer))
        return known[self.name]

    def require(self, viewer: Viewer) -> None:
        """Refuse the page to who may do this to nothing."""
        if not self.held_by(viewer):
            raise PermissionDenied

    def _reaches(self, viewer: Viewer) -> list:
        found = (
            _ids(reach, viewer, role) for role, reach in self.reach.items() if role in viewer.roles
        )
        return [ids for ids in found if ids is not None]


def _ids(reach: Reach, viewer: Viewer, role: str) -> Ids:
    """Return the ids within a reach; asked once per viewer, as their roles are."""
    known = viewer.__dict__.setdefault("_reached", {})
    if (reach, role) not in known:
        known[reach, role] = reach(viewer, role)
    return known[reach, role]


def _condition(ids: Ids, viewer: Viewer) -> tuple[str, list]:
    """Return that `{column}` is among these ids, and the values; written once per viewer."""
    known = viewer.__dict__.setdefault("_conditions", {})
    if id(ids) not in known:
        known[id(ids)] = _written(ids)
    return known[id(ids)]


def _written(ids: Any) -> tuple[str, list]:
    values: Sequence[Any]
    if isinstance(ids, Select):
        sql, values = ids.sql, ids.params
    elif not isinstance(ids, QuerySet):
        return "{column} = any(%s)", [list(ids)]
    else:
        try:
            sql, values = ids.query.sql_with_params()
        except EmptyResultSet:
            return "false", []
    escaped = sql.replace("{", "{{").replace("}", "}}")
    return "{column} in (" + escaped + ")", list(values)
