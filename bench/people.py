"""People for the benches: so many employments, spread over hours, pay and starting days."""

from django.db import connection

from own_database import analyze

PEOPLE = """
insert into people_person (number, given_name, initials, infix, family_name, sort_name, born_on,
                           language, function, is_working, is_active, password)
select 'b' || i, 'Kim', '', '', 'Bench' || i, 'bench' || i, date '1960-01-01' + (i * 37) %% 14000,
       'nl', '', true, true, '!'
  from generate_series(1, %(people)s) as i;
insert into people_employment (person_id, number, during)
select id, '', daterange(date '2015-01-01' + (id * 53 %% 2000)::int, null)
  from people_person where number like 'b%%';
insert into people_employmentterm
       (employment_id, during, hours_per_week, kind, cao, function, salary_cents)
select e.id, e.during, (array[36, 36, 32, 28, 24, 20])[1 + e.id %% 6], 'permanent',
       case when e.id %% 3 = 0 then 'monthly' else 'yearly' end, '',
       200000 + (e.id * 7919) %% 300000
  from people_employment e join people_person p on p.id = e.person_id where p.number like 'b%%';
"""


def make(people: int) -> None:
    """Make people of which a third falls under a monthly scheme."""
    with connection.cursor() as cursor:
        for statement in PEOPLE.split(";\n")[:3]:
            cursor.execute(statement, {"people": people})
    analyze()
