"""De Linde: a housing association with care. Invented people, always the same ones.

The cast and the people around them come by the ordinary actions, the crowd by the
set-based import, the same that reads the HR file.
"""

import random
from datetime import date, timedelta
from decimal import Decimal

from bloei.foundation import house_style
from bloei.people import actions, demo_invitations, demo_names
from bloei.people.actions import Terms
from bloei.people.models import Employment, Person, Unit
from bloei.people.plan import ImportPlan, Known, KnownUnit, NewJob, NewTerm, Values
from bloei.people.roles import Role

SEED = 20261123
MOST_INVITED = 5_000  # a bench of more people has no use for a mail to each of them
ACCENT = "#1f5c2e"  # the green of a lime tree in June
DAY = timedelta(days=1)
LED_SINCE = date(2022, 1, 1)
SIGN_IN = [
    ("Eva de Vries", "medewerker klantcontact: haar budget, iets kiezen, een aanvraag"),
    ("Mo Bulut", "haar leidinggevende: besluiten, en met wie een gesprek helpt"),
    ("Hanan el Amrani", "HR: het personeelsbestand, regelingen, saldi"),
    ("Joost Vermeer", "opleidingen: aanbod, herinneringen en hun effect"),
    ("Stan Jansen", "medewerker van een andere afdeling: ziet niets van Eva"),
    ("Ria Hoekstra", "ondernemingsraad: wat wordt vastgelegd, en waarom"),
    ("Sam Bos", "beheerder: rollen"),
]
# code: name, under
UNITS = {
    "DL": ("De Linde", ""),
    "WO": ("Wonen", "DL"),
    "KC": ("Klantcontact", "WO"),
    "WB": ("Wijkbeheer", "WO"),
    "VH": ("Verhuur", "WO"),
    "VG": ("Vastgoed", "DL"),
    "OH": ("Onderhoud", "VG"),
    "NB": ("Nieuwbouw en renovatie", "VG"),
    "ZO": ("Zorg", "DL"),
    "TN": ("Thuiszorg Noord", "ZO"),
    "TZ": ("Thuiszorg Zuid", "ZO"),
    "DB": ("Dagbesteding", "ZO"),
    "BV": ("Bedrijfsvoering", "DL"),
    "PO": ("Personeel en organisatie", "BV"),
    "FI": ("Financiën en ICT", "BV"),
}
# number: given, infix, family, unit, hours a week, function, born on, since
CAST = {
    "1001": ("Anneke", "", "Smit", "DL", "36", "Directeur", "1968-03-02", "2015-09-01"),
    "1010": ("Karin", "van", "Leeuwen", "WO", "36", "Manager wonen", "1974-06-19", "2014-02-01"),
    "1002": ("Mo", "", "Bulut", "KC", "36", "Teamleider klantcontact", "1984-11-08", "2018-04-01"),
    "1003": ("Eva", "de", "Vries", "KC", "28", "Medewerker klantcontact", "1991-05-14", "2022-01-01"),
    "1004": ("Els", "", "Bakker", "VG", "36", "Manager vastgoed", "1970-01-27", "2011-05-01"),
    "1005": ("Stan", "", "Jansen", "OH", "36", "Opzichter", "1988-09-30", "2019-08-01"),
    "1006": ("Hanan", "el", "Amrani", "PO", "32", "HR-adviseur", "1982-12-05", "2017-10-01"),
    "1007": ("Joost", "", "Vermeer", "PO", "32", "Opleidingsfunctionaris", "1979-07-21", "2016-03-01"),
    "1008": ("Ria", "", "Hoekstra", "WB", "24", "Wijkbeheerder", "1965-04-11", "2004-01-01"),
    "1009": ("Sam", "", "Bos", "FI", "36", "Applicatiebeheerder", "1993-02-17", "2021-06-01"),
    "1011": ("Anouk", "", "Peters", "KC", "32", "Medewerker klantcontact", "1987-10-03", "2016-09-01"),
    "1012": ("Fatima", "", "Aydin", "KC", "24", "Medewerker klantcontact", "1995-01-22", "2021-03-01"),
    "1013": ("Jeroen", "", "Bakker", "KC", "36", "Medewerker klantcontact", "1976-08-14", "2010-01-01"),
    "1014": ("Kees", "van den", "Berg", "KC", "20", "Medewerker klantcontact", "1963-12-01", "1999-05-01"),
    "1015": ("Lieke", "", "Smit", "KC", "24", "Medewerker klantcontact", "1990-04-25", "2020-02-01"),
    "1016": ("Naomi", "", "Simons", "KC", "28", "Medewerker klantcontact", "1999-07-09", "2026-09-01"),
    "1017": ("Ruben", "", "Mulder", "KC", "36", "Medewerker klantcontact", "1985-03-16", "2019-11-01"),
    "1018": ("Sanne", "", "Dijkstra", "KC", "32", "Medewerker klantcontact", "1992-09-28", "2018-06-01"),
    "1019": ("Tom", "", "Hendriks", "KC", "36", "Medewerker klantcontact", "1981-02-11", "2013-04-01"),
    "1020": ("Yara", "el", "Idrissi", "KC", "20", "Medewerker klantcontact", "1997-06-06", "2023-02-01"),
    "1021": ("Willem", "", "de Groot", "ZO", "36", "Manager zorg", "1972-05-05", "2012-08-01"),
    "1022": ("Esra", "", "Yildiz", "TN", "32", "Teamleider thuiszorg", "1986-10-19", "2017-01-01"),
    "1023": ("Gerda", "", "Postma", "TN", "24", "Verzorgende IG", "1978-03-30", "2015-06-01"),
}  # fmt: skip
LEADERS = {"DL": "1001", "WO": "1010", "KC": "1002", "VG": "1004", "ZO": "1021", "TN": "1022"}
ROLES = {
    "1006": Role.HR,
    "1007": Role.LND,
    "1008": Role.WORKS_COUNCIL,
    "1009": Role.ADMINISTRATOR,
}
TEAMS = ("WB", "VH", "OH", "NB", "TN", "TZ", "DB", "PO", "FI")
TEAM_SIZE = 14
CARE = ("ZO", "TN", "TZ", "DB")
FUNCTIONS = {
    "WB": ("Wijkbeheerder", "Huismeester", "Consulent leefbaarheid"),
    "VH": ("Verhuurmedewerker", "Woonconsulent"),
    "OH": ("Onderhoudsmonteur", "Planner onderhoud", "Opzichter"),
    "NB": ("Projectleider", "Bouwkundig tekenaar"),
    "TN": ("Verzorgende IG", "Helpende plus", "Wijkverpleegkundige"),
    "TZ": ("Verzorgende IG", "Helpende plus", "Wijkverpleegkundige"),
    "DB": ("Begeleider dagbesteding", "Activiteitenbegeleider"),
    "PO": ("Personeelsadviseur", "Salarisadministrateur"),
    "FI": ("Financieel medewerker", "Controller", "ICT-medewerker"),
}
HOURS = ("16", "20", "24", "24", "28", "28", "32", "32", "36", "36", "36")


def cao_of(unit: str) -> str:
    return "Sociaal Werk" if unit in CARE else "Woondiensten"


def build_cast(*, today: date) -> None:
    """Make the units, the cast with the team around them, the leaders and the roles."""
    house_style.change_appearance(name="Stichting De Linde", accent=ACCENT, by=None)
    with actions.one_rebuild(today):
        units = _units(today)
        people = {number: _hire(number, facts, units, today) for number, facts in CAST.items()}
        for code, number in LEADERS.items():
            actions.appoint_leader(
                unit=units[code], person=people[number], from_on=date(2020, 1, 1), today=today,
                key=f"demo-{code}", by=None,
            )  # fmt: skip
    for number, role in ROLES.items():
        actions.grant_role(
            person=people[number], role=role, from_on=date(2023, 1, 1), key=f"demo-{number}",
            by=None,
        )  # fmt: skip
    demo_invitations.invite_cast(today)


def _units(today: date) -> dict[str, Unit]:
    made: dict[str, Unit] = {}
    for code, (name, under) in UNITS.items():
        made[code] = actions.create_unit(
            code=code, name=name, parent=made.get(under), from_on=date(2020, 1, 1), today=today,
            key=f"demo-{code}", by=None,
        )  # fmt: skip
    return made


def _hire(number: str, facts: tuple, units: dict[str, Unit], today: date) -> Person:
    given, infix, family, unit, hours, function, born, since = facts
    person = actions.create_person(
        number=number,
        given_name=given,
        infix=infix,
        family_name=family,
        initials=f"{given[0]}.",
        email=demo_names.mail(given, infix, family, number),
        born_on=date.fromisoformat(born),
        key=f"demo-{number}",
        by=None,
    )
    terms = Terms(
        hours_per_week=Decimal(hours),
        kind="permanent",
        cao=cao_of(unit),
        function=function,
        unit=units[unit],
        salary_cents=_salary(Decimal(hours), random.Random(number)),
    )
    actions.start_employment(
        person=person, from_on=date.fromisoformat(since), terms=terms, today=today,
        key=f"demo-{number}", by=None,
    )  # fmt: skip
    return person


def build_crowd(*, people: int, today: date) -> None:
    """Bring in everybody else, with joiners and leavers of three years."""
    already = Employment.objects.count()
    actions.import_people(
        lambda known: _crowd(known, max(0, people - already), today),
        as_of=date(2020, 1, 1),
        today=today,
        because="De Linde",
        by=None,
    )
    _team_leaders(max(0, people - already), today)
    if people <= MOST_INVITED:
        demo_invitations.invite_everybody(today)


def _team_leaders(count: int, today: date) -> None:
    """Let the first of every team lead it; the leader of the department leads those."""
    people = Person.objects.in_bulk(field_name="number")
    units = Unit.objects.filter(leaders=None).in_bulk(field_name="code")
    with actions.one_rebuild(today):
        for number, team in enumerate(_teams(count)):
            if unit := units.get(team.code):
                actions.appoint_leader(
                    unit=unit, person=people[_leader_of(number)], from_on=LED_SINCE, today=today,
                    key=f"demo-{team.code}", by=None,
                )  # fmt: skip


def _leader_of(team: int) -> str:
    return f"{2001 + team * TEAM_SIZE}"


def _crowd(known: Known, count: int, today: date) -> ImportPlan:
    dice = random.Random(SEED)
    teams = _teams(count)
    plan = ImportPlan(units=[team for team in teams if team.code not in known.units])
    for n in range(count):
        number = f"{2001 + n}"
        if number in known.people:
            continue
        team, leader = teams[n // TEAM_SIZE], _leader_of(n // TEAM_SIZE)
        given, infix, family = demo_names.somebody(dice)
        born = date(1962, 1, 1) + timedelta(days=dice.randrange(40 * 365))
        plan.people.append(
            {
                "number": number,
                "given_name": given,
                "initials": f"{given[0]}.",
                "infix": infix,
                "family_name": family,
                "email": demo_names.mail(given, infix, family, number) if n % 12 else None,
                "born_on": born,
            }
        )
        first, last = _stay(dice, born, today)
        if number == leader:
            first, last = min(first, LED_SINCE), None
        plan.jobs.append(_job(dice, number, team, leader, (first, last)))
        plan.since[number] = first
    return plan


def _teams(count: int) -> list[KnownUnit]:
    """Return teams of about 14 people, spread over the departments: "Wijkbeheer 2"."""
    teams = []
    for n in range((count + TEAM_SIZE - 1) // TEAM_SIZE):
        under, round_ = TEAMS[n % len(TEAMS)], n // len(TEAMS) + 1
        teams.append(KnownUnit(f"{under}{round_}", f"{UNITS[under][0]} {round_}", under))
    return teams


def _stay(dice: random.Random, born: date, today: date) -> tuple[date, date | None]:
    """Return the first and last day of an employment: most stay, one in eight left."""
    years = dice.choice((0, 1, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20))
    first = max(today - timedelta(days=365 * years + dice.randrange(360)), born + 18 * 366 * DAY)
    first = min(first.replace(day=1), today)
    if dice.random() > 0.12:
        return first, None
    last = today - timedelta(days=dice.randrange(3 * 365))
    return first, last if last > first else None


def _job(
    dice: random.Random, number: str, team: KnownUnit, leader: str, days: tuple[date, date | None]
) -> NewJob:
    """Return the employment; the leader of a team is led by who leads the department."""
    leads = number == leader
    values = Values(
        hours_per_week=Decimal("36" if leads else dice.choice(HOURS)),
        kind=dice.choice(("permanent", "permanent", "temporary")),
        cao=cao_of(team.parent),
        function="Teamleider" if leads else dice.choice(FUNCTIONS[team.parent]),
        unit=team.code,
        manager="" if leads else leader,
    )
    values.salary_cents = _salary(values.hours_per_week, dice)
    return NewJob(number, "", *days, [NewTerm(*days, values)])


def _salary(hours: Decimal, dice: random.Random) -> int:
    return int(dice.randrange(2_500, 4_600) * hours / 36) * 100
