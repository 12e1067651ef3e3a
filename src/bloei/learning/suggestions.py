"""Which offers fit somebody, and why: for many people at once, and for one who cannot choose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bloei.learning.models import Offer
from bloei.learning.ways import MEANS_OF_KINDS

# Fewer people than this might be recognised.
LEAST_COLLEAGUES = 5
GOAL, INTEREST, COLLEAGUES, POPULAR, NEW = "goal", "interest", "colleagues", "popular", "new"
MANDATORY = "mandatory"


@dataclass(frozen=True)
class Reason:
    """Why an offer is suggested: a code, the goal or skill it is about, how many chose it."""

    code: str
    about: str = ""
    count: int = 0

    @property
    def sentence(self) -> str:
        if self.code == GOAL:
            return _("Fits your goal “%(goal)s”.") % {"goal": self.about}
        if self.code == INTEREST:
            return _("You want to know more about %(skill)s.") % {"skill": self.about}
        if self.code == COLLEAGUES:
            return ngettext(
                "Chosen by %(count)s person with the same job as you.",
                "Chosen by %(count)s people with the same job as you.",
                self.count,
            ) % {"count": self.count}
        if self.code == POPULAR:
            return ngettext(
                "Chosen by %(count)s colleague.", "Chosen by %(count)s colleagues.", self.count
            ) % {"count": self.count}
        if self.code == MANDATORY:
            return _("This is mandatory. It does not cost you any of your budget.")
        return _("New in the catalogue.")


@dataclass(frozen=True)
class Fit:
    """An offer that fits somebody, with the reason."""

    offer_id: int
    title: str
    kind: str
    price_incl_cents: int | None
    minutes: int | None
    reason: Reason


# Per skill, per job and over all only the best few are looked at, or a thousand people
# times twenty thousand offers would have to be sorted. `liked` is kept: where the
# tables are new, PostgreSQL would work it out for every row.
_FITTING = """
with asked as (
    select a.person_id, a.most, a.longest, p.function
    from unnest(%(people)s::bigint[], %(most)s::bigint[], %(longest)s::bigint[])
        as a(person_id, most, longest)
    join people_person p on p.id = a.person_id
), wanted as (
    select g.person_id, s.skill_id, 1 as rank, g.text as about
    from learning_goal g join learning_goal_skills s on s.goal_id = g.id
    where g.reached_on is null and g.person_id = any(%(people)s)
    union all
    select i.person_id, i.skill_id, 2, k.name
    from learning_interest i join learning_skill k on k.id = i.skill_id
    where i.person_id = any(%(people)s)
), liked as materialized (
    select w.person_id, array_agg(distinct k.kind) as kinds
    from learning_wayoflearning w
    join unnest(%(means)s::text[], %(kinds)s::text[]) as k(means, kind) on k.means = any(w.choices)
    where w.topic = 'means' and w.person_id = any(%(people)s) group by w.person_id
), chosen as (
    select offer_id, count(distinct person_id) as n from learning_participation
    where state not in ('wished', 'cancelled') group by offer_id
), choosable as (
    select o.id, o.title, o.kind, o.price_incl_cents as price, o.minutes, o.published_on,
        coalesce(c.n, 0) as n
    from learning_offer o left join chosen c on c.offer_id = o.id
    where o.owner_id is null and o.withdrawn_on is null and not o.is_mandatory
        and (o.starts_on is null or o.starts_on >= %(today)s)
), of_skill as (
    select * from (
        select s.skill_id, c.id, row_number() over (
            partition by s.skill_id order by c.n desc, c.published_on desc, c.id desc) as place
        from choosable c join learning_offer_skills s on s.offer_id = c.id
        where s.skill_id in (select skill_id from wanted)) ranked
    where place <= %(width)s
), of_job as (
    select * from (
        select p.function, t.offer_id as id, count(distinct t.person_id) as n, row_number() over (
            partition by p.function order by count(distinct t.person_id) desc, t.offer_id) as place
        from learning_participation t join people_person p on p.id = t.person_id
        where t.state not in ('wished', 'cancelled') and p.function <> ''
            and p.function in (select function from asked)
        group by p.function, t.offer_id
        having count(distinct t.person_id) >= %(least)s) ranked
    where place <= %(width)s
), of_all as (
    select id from choosable order by n desc, published_on desc, id desc limit %(width)s
), candidates as (
    select w.person_id, s.id, w.rank, w.about, 0 as n from wanted w join of_skill s using (skill_id)
    union all
    select a.person_id, j.id, 3, '', j.n from asked a join of_job j using (function)
    union all
    select a.person_id, o.id, 4, '', 0 from asked a cross join of_all o
), best as (
    select distinct on (person_id, id) * from candidates order by person_id, id, rank, about
), ranked as (
    select b.person_id, c.id, c.title, c.kind, c.price, c.minutes, b.rank, b.about,
        case b.rank when 3 then b.n else c.n end as n, row_number() over (
            partition by b.person_id
            order by b.rank, coalesce(c.kind = any(l.kinds), false) desc,
                c.n desc, c.published_on desc, c.id desc) as place
    from best b join choosable c using (id) join asked a using (person_id)
        left join liked l using (person_id)
    where (a.most is null or c.price <= a.most)
        and (a.longest is null or c.minutes <= a.longest)
        and not exists (select from learning_participation t
            where t.person_id = b.person_id and t.offer_id = c.id and t.state <> 'cancelled')
        and not exists (select from learning_dismissal d
            where d.person_id = b.person_id and d.offer_id = c.id)
)
select person_id, id, title, kind, price, minutes, rank, about, n from ranked
where place <= %(limit)s order by person_id, place
"""


def fitting_offers(
    person_ids: Iterable[int],
    today: date,
    *,
    limit: int = 3,
    price_up_to: Mapping[int, int] | None = None,
    minutes_up_to: Mapping[int, int] | None = None,
) -> dict[int, list[Fit]]:
    """Return for each person the offers that fit best, with the reason: one query for all.

    `price_up_to` holds cents including VAT per person, `minutes_up_to` how long it may take;
    who is not in it has no limit.
    Goals come first, then interests, what people with the same job chose, what is new; among
    those with the same reason, the kinds that somebody likes to learn by.
    Ask for at most some thousands of people at a time.
    """
    people = list(person_ids)
    if not people:
        return {}
    limits, lengths = price_up_to or {}, minutes_up_to or {}
    facts: dict[str, Any] = {
        "people": people,
        "most": [limits.get(pk) for pk in people],
        "longest": [lengths.get(pk) for pk in people],
        "today": today,
        "limit": limit,
        "width": 60,
        "least": LEAST_COLLEAGUES,
        "means": [means for means, _kind in MEANS_OF_KINDS],
        "kinds": [kind for _means, kind in MEANS_OF_KINDS],
    }
    with connection.cursor() as cursor:
        cursor.execute(_FITTING, facts)
        rows = cursor.fetchall()
    found: dict[int, list[Fit]] = {pk: [] for pk in people}
    for pk, its_rows in groupby(rows, key=lambda row: row[0]):
        found[pk] = [_fit(row[1:]) for row in its_rows]
    return found


def _fit(row: tuple) -> Fit:
    pk, title, kind, price, minutes, rank, about, count = row
    if rank == 4:
        code = POPULAR if count >= LEAST_COLLEAGUES else NEW
    else:
        code = (GOAL, INTEREST, COLLEAGUES)[rank - 1]
    return Fit(pk, title, kind, price, minutes, Reason(code, about or "", count))


_REASONS = """
select o.id,
    (select g.text from learning_goal g join learning_goal_skills gs on gs.goal_id = g.id
        join learning_offer_skills s on s.skill_id = gs.skill_id and s.offer_id = o.id
        where g.person_id = %(person)s and g.reached_on is null order by g.id desc limit 1),
    (select k.name from learning_interest i join learning_skill k on k.id = i.skill_id
        join learning_offer_skills s on s.skill_id = i.skill_id and s.offer_id = o.id
        where i.person_id = %(person)s order by k.name limit 1),
    count(distinct t.person_id) filter (where p.function = %(function)s and p.function <> ''),
    count(distinct t.person_id)
from learning_offer o
left join learning_participation t on t.offer_id = o.id and t.state not in ('wished', 'cancelled')
left join people_person p on p.id = t.person_id
where o.id = any(%(offers)s) group by o.id
"""
NEW_FOR_DAYS = 30


def reasons_for(viewer, offers: Iterable[Offer], today: date) -> dict[int, Reason]:
    """Return why each of these offers may be something for the viewer, where that is known."""
    offers = list(offers)
    facts = {
        "person": viewer.pk,
        "function": viewer.function,
        "offers": [offer.pk for offer in offers],
    }
    with connection.cursor() as cursor:
        cursor.execute(_REASONS, facts)
        known = {row[0]: row[1:] for row in cursor.fetchall()}
    found = {offer.pk: _reason(offer, known[offer.pk], today) for offer in offers}
    return {pk: reason for pk, reason in found.items() if reason}


def _reason(offer: Offer, known: tuple, today: date) -> Reason | None:
    goal, skill, same_job, everybody = known
    is_new = 0 <= (today - offer.published_on).days <= NEW_FOR_DAYS
    ways = (
        (offer.is_mandatory, Reason(MANDATORY)),
        (goal, Reason(GOAL, goal or "")),
        (skill, Reason(INTEREST, skill or "")),
        (same_job >= LEAST_COLLEAGUES, Reason(COLLEAGUES, count=same_job)),
        (everybody >= LEAST_COLLEAGUES, Reason(POPULAR, count=everybody)),
        (is_new, Reason(NEW)),
    )
    return next((reason for holds, reason in ways if holds), None)
