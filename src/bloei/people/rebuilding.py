"""What is true today, made anew from the history: after every change, and every night.

Everything is set-based, so a hundred thousand people take seconds. Running it twice
changes nothing the second time.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction

from bloei.foundation.events import publish
from bloei.people import leads
from bloei.people.events import PersonLeft
from bloei.people.queries import ACCESS_AFTER_LEAVING

_postponed: ContextVar[bool] = ContextVar("rebuild_postponed", default=False)


@dataclass(frozen=True)
class Rebuilt:
    """Whose place, work or access changed, and who has left since the last time."""

    changed: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)


@contextmanager
def one_rebuild(today: date) -> Iterator[None]:
    """Rebuild once at the end of many changes (a demo, a file) instead of after each."""
    with transaction.atomic():
        token = _postponed.set(True)
        try:
            yield
        finally:
            _postponed.reset(token)
        rebuild_today(today)


@transaction.atomic
def rebuild_today(today: date, *, people: Iterable[int] | None = None) -> Rebuilt:
    """Rebuild `Person.unit` and the like, `UnitClosure` and `Lead` for this day.

    With `people` (ids) only these and whoever stands below them, before or after, are
    looked at: enough when their own employments changed, not when units or leaders of
    units did. Publishes PersonLeft and takes roles, deputies and units from leavers.
    """
    if _postponed.get():
        return Rebuilt()
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('people.rebuild_today'))")
        ids = None if people is None else sorted(set(people))
        if ids is None:
            cursor.execute(PARENTS, {"day": today})
            cursor.execute(CLOSURE, {"deepest": leads.DEEPEST})
        below_before = _below(cursor, ids)
        rebuilt = _rebuild_people(cursor, today, ids)
        for statement in TAKEN_FROM_LEAVERS:
            cursor.execute(statement, {"left": rebuilt.left})
        seeds = None if ids is None else below_before | _below_now(cursor, today, ids)
        _rebuild_leads(cursor, today, seeds)
    for person in rebuilt.left:
        publish(PersonLeft(person))
    return rebuilt


PARENTS = """
update people_unit u set parent_id = p.parent_id
from people_unitplacement p
where p.unit_id = u.id and p.during @> %(day)s::date and u.parent_id is distinct from p.parent_id
"""

CLOSURE = """
with recursive pairs as (
    select id as above_id, id as below_id, 0 as depth from people_unit
    union
    select u.parent_id, p.below_id, p.depth + 1
    from pairs p join people_unit u on u.id = p.above_id
    where u.parent_id is not null and u.parent_id <> p.below_id and p.depth < %(deepest)s
),
wanted as materialized (
    select above_id, below_id, min(depth) as depth from pairs group by above_id, below_id
),
gone as (
    delete from people_unitclosure c where not exists (
        select 1 from wanted w where w.above_id = c.above_id and w.below_id = c.below_id
    )
)
insert into people_unitclosure (above_id, below_id, depth)
select above_id, below_id, depth from wanted w
where not exists (
    select 1 from people_unitclosure c
    where c.above_id = w.above_id and c.below_id = w.below_id and c.depth = w.depth
)
on conflict (above_id, below_id) do update set depth = excluded.depth
"""

# Today's employment with the most hours counts; else the last one; else the first to come. Who left
# stays in the last unit there was, so that HR of that part still sees whom it has to settle with.
PEOPLE = """
with ranked as (
    select distinct on (e.person_id) e.person_id, t.unit_id, t.function
    from people_employment e
    join people_employmentterm t on t.employment_id = e.id
    where %(ids)s::bigint[] is null or e.person_id = any(%(ids)s::bigint[])
    order by e.person_id,
        case when e.during @> %(day)s::date and t.during @> %(day)s::date then 0
            when lower(t.during) <= %(day)s::date then 1 else 2 end,
        case when not t.during @> %(day)s::date and lower(t.during) <= %(day)s::date
            then upper(t.during) end desc nulls last,
        case when lower(t.during) > %(day)s::date then lower(t.during) end,
        t.hours_per_week desc, e.number, t.id
),
working as (
    select person_id,
        bool_or(during @> %(day)s::date) as works,
        max(upper(during)) filter (where upper(during) <= %(day)s::date) as left_on
    from people_employment
    where %(ids)s::bigint[] is null or person_id = any(%(ids)s::bigint[])
    group by person_id
),
wanted as (
    select w.person_id, case when w.works or r.unit_id is not null then r.unit_id else (
            select t.unit_id from people_employment e
            join people_employmentterm t on t.employment_id = e.id
            where e.person_id = w.person_id and t.unit_id is not null
            and upper(t.during) <= %(day)s::date
            order by upper(t.during) desc, t.hours_per_week desc, e.number, t.id limit 1
        ) end as unit_id, coalesce(r.function, '') as function, w.works,
        w.works or coalesce(w.left_on > %(after_leaving)s::date, false) as active
    from working w left join ranked r on r.person_id = w.person_id
)
update people_person p
set unit_id = w.unit_id, function = w.function, is_working = w.works,
    is_active = w.active and p.erased_on is null
from wanted w, people_person before
where w.person_id = p.id and before.id = p.id
and (p.unit_id, p.function, p.is_working, p.is_active)
    is distinct from (w.unit_id, w.function, w.works, w.active and p.erased_on is null)
returning p.id, before.is_working and not p.is_working
"""

# What a leaver held ends with the last day of work; what had not begun yet never begins.
_ENDS = """
with ended as (
    select person_id, max(upper(during)) as on_day from people_employment
    where person_id = any(%(left)s::bigint[]) group by person_id
),
never as (
    delete from {table} h using ended e
    where h.{who} = e.person_id and lower(h.during) >= e.on_day
)
update {table} h set during = daterange(lower(h.during), e.on_day, '[)')
from ended e
where h.{who} = e.person_id and lower(h.during) < e.on_day
and (upper(h.during) is null or upper(h.during) > e.on_day)
"""
TAKEN_FROM_LEAVERS = [
    _ENDS.format(table=table, who=who)
    for table, who in (
        ("people_rolegrant", "person_id"),
        ("people_unitleader", "person_id"),
        ("people_deputy", "deputy_id"),
        ("people_deputy", "leader_id"),
    )
]


def _rebuild_people(cursor, today: date, ids: list[int] | None) -> Rebuilt:
    after_leaving = today - ACCESS_AFTER_LEAVING
    cursor.execute(PEOPLE, {"day": today, "ids": ids, "after_leaving": after_leaving})
    rows = cursor.fetchall()
    return Rebuilt(
        changed=sorted(person for person, _left in rows),
        left=sorted(person for person, left in rows if left),
    )


def _below(cursor, ids: list[int] | None) -> set[int]:
    """Return these people and whom they led until now."""
    if ids is None:
        return set()
    cursor.execute("select person_id from people_lead where leader_id = any(%s)", [ids])
    return set(ids) | {person for (person,) in cursor.fetchall()}


_MANAGED = """
select e.person_id from people_employmentterm t
join people_employment e on e.id = t.employment_id and e.during @> %(day)s::date
where t.during @> %(day)s::date and (t.manager_id = any(%(ids)s) or t.unit_id = any(%(units)s))
"""
_LED = """
select distinct c.below_id from people_unitleader l
join people_unitclosure c on c.above_id = l.unit_id
where l.person_id = any(%(ids)s) and l.during @> %(day)s::date
"""


def _below_now(cursor, today: date, ids: list[int]) -> set[int]:
    """Return these people and whom they may lead from now on, level by level."""
    found, edge = set(ids), set(ids)
    while edge:
        asked = {"ids": list(edge), "day": today}
        cursor.execute(_LED, asked)
        asked["units"] = [unit for (unit,) in cursor.fetchall()]
        cursor.execute(_MANAGED, asked)
        edge = {person for (person,) in cursor.fetchall()} - found
        found |= edge
    return found


def _rebuild_leads(cursor, today: date, seeds: set[int] | None) -> None:
    with leads.planned(cursor):
        _write_leads(cursor, today, seeds)


def _write_leads(cursor, today: date, seeds: set[int] | None) -> None:
    cursor.execute(
        leads.LEADS  # noqa: S608 - two constants; what varies is passed as parameters
        + """,
        gone as (
            delete from people_lead l
            where (%(seeds)s::bigint[] is null or l.person_id = any(%(seeds)s::bigint[]))
            and not exists (
                select 1 from wanted w
                where w.leader_id = l.leader_id and w.person_id = l.person_id
            )
        )
        insert into people_lead (leader_id, person_id, depth)
        select w.leader_id, w.person_id, w.depth from wanted w
        left join people_lead l on l.leader_id = w.leader_id and l.person_id = w.person_id
        where l.id is null or l.depth <> w.depth
        on conflict (leader_id, person_id) do update set depth = excluded.depth
        """,
        leads.parameters(today, seeds),
    )
