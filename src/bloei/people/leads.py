"""Who leads whom on a day: one statement of SQL, for today's table and for any day of history.

A person is led by the personal manager of the employment; without one (or when that
manager no longer works here) by the leaders of the unit and of every unit above it.
Whoever leads a leader leads their people too. Nobody leads themselves, a leaver leads
nobody, and a circle of managers ends at the deepest level.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction

DEEPEST = 25

# Parameters: day, seeds (an array, or null for everybody), deepest.
LEADS = """
with recursive
placed as materialized (
    select u.id as unit_id, coalesce(p.parent_id, case when p.id is null then u.parent_id end)
        as parent_id
    from people_unit u
    left join people_unitplacement p on p.unit_id = u.id and p.during @> %(day)s::date
),
above as (
    select id as unit_id, id as above_id, 0 as depth from people_unit
    union
    select a.unit_id, p.parent_id, a.depth + 1
    from above a join placed p on p.unit_id = a.above_id
    where p.parent_id is not null and a.depth < %(deepest)s
),
led as materialized (
    select unit_id, person_id from people_unitleader where during @> %(day)s::date
),
fit_leader as materialized (
    select p.id from people_person p
    where p.id in (
        select manager_id from people_employmentterm
        where manager_id is not null and during @> %(day)s::date
        union select person_id from led
    )
    and (
        exists (
            select 1 from people_employment e
            where e.person_id = p.id and e.during @> %(day)s::date
        )
        or (
            p.is_working
            and not exists (select 1 from people_employment e where e.person_id = p.id)
        )
    )
),
terms as materialized (
    select e.person_id, t.id, t.manager_id, t.unit_id
    from people_employment e
    join people_employmentterm t on t.employment_id = e.id and t.during @> %(day)s::date
    where e.during @> %(day)s::date
    and (
        %(seeds)s::bigint[] is null
        or e.person_id = any(%(seeds)s::bigint[])
        or e.person_id in (select id from fit_leader)
    )
),
tree as materialized (
    select unit_id, leader_id, row_number() over (partition by unit_id order by nearest) as rank
    from (
        select a.unit_id, led.person_id as leader_id, min(a.depth) as nearest
        from above a
        join led on led.unit_id = a.above_id
        join fit_leader on fit_leader.id = led.person_id
        group by a.unit_id, led.person_id
    ) distinct_leaders
),
step as materialized (
    select person_id, leader_id, min(rank) as rank from (
        select t.person_id, t.manager_id as leader_id, 1 as rank
        from terms t join fit_leader on fit_leader.id = t.manager_id
        where t.manager_id <> t.person_id
        union all
        select t.person_id, tree.leader_id,
            -- A leader stands in the own list: who comes after that moves one up.
            tree.rank - (own.rank is not null)::int
        from terms t
        join tree on tree.unit_id = t.unit_id and tree.leader_id <> t.person_id
        left join tree own
            on own.unit_id = t.unit_id and own.leader_id = t.person_id and own.rank < tree.rank
        where not exists (
            select 1 from fit_leader
            where fit_leader.id = t.manager_id and t.manager_id <> t.person_id
        )
    ) steps group by person_id, leader_id
),
up as (
    -- Only leaders are walked up from: they are few, and everybody else is one step below.
    select person_id, leader_id, rank as depth from step
    where person_id in (select id from fit_leader)
    union
    select up.person_id, s.leader_id, up.depth + s.rank
    from up join step s on s.person_id = up.leader_id
    where s.leader_id <> up.person_id and up.depth + s.rank <= %(deepest)s
),
above_leader as materialized (
    select person_id, leader_id, min(depth) as depth from up group by person_id, leader_id
),
asked as materialized (
    select person_id, leader_id, rank from step
    where %(seeds)s::bigint[] is null or person_id = any(%(seeds)s::bigint[])
),
wanted as materialized (
    select person_id, leader_id, min(depth) as depth from (
        select person_id, leader_id, rank as depth from asked
        union all
        select a.person_id, l.leader_id, a.rank + l.depth
        from asked a join above_leader l on l.person_id = a.leader_id
        where l.leader_id <> a.person_id and a.rank + l.depth <= %(deepest)s
    ) found group by person_id, leader_id
)
"""


def parameters(day: date, seeds: Iterable[int] | None) -> dict:
    return {
        "day": day,
        "seeds": None if seeds is None else list(seeds),
        "deepest": DEEPEST,
    }


@contextmanager
def planned(cursor) -> Iterator[None]:
    """Let the database hash: it cannot know how large the steps are and would loop for hours."""
    with transaction.atomic():
        cursor.execute(
            "set local enable_nestloop = off; set local enable_mergejoin = off;"
            " set local jit = off; set local work_mem = '64MB'"
        )
        yield
        cursor.execute(
            "set local enable_nestloop = on; set local enable_mergejoin = on;"
            " set local jit to default; set local work_mem to default"
        )


def leads_on(day: date, seeds: Iterable[int] | None = None) -> list[tuple[int, int, int]]:
    """Return (person, leader, depth) as it was on a day, for the people in `seeds` or for all."""
    with connection.cursor() as cursor, planned(cursor):
        cursor.execute(
            LEADS + "select person_id, leader_id, depth from wanted order by 1, 3, 2",  # noqa: S608
            parameters(day, seeds),
        )
        return cursor.fetchall()
