"""What De Linde offers to learn from, and what a few people wrote down themselves.

The catalogue comes from a file, by the same import that L&D uses; the providers are invented.
"""

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bloei.learning import actions
from bloei.learning.models import Audience, Interest, Offer, Record, RecordKind, Skill
from bloei.learning.offer_rows import OfferRow, read_offers
from bloei.people.demo_days import at_work, workday
from bloei.people.models import Person

SEED = 20261123
OFFERS = Path(__file__).parent / "demo_offers.csv"
# The dates in the file are seen from this day; they move along with the day of the demo.
WRITTEN_ON = date(2026, 11, 23)
OPENED_ON = date(2024, 1, 8)
NEW = ("WA-207", "DB-305", "LG-603", "CO-903", "ZS-406", "DL-009")
DAY = timedelta(days=1)
WISHED_AGO = 41 * DAY
# number, days ago, what, how, minutes, who may see it
RECORDS = (
    ("1003", 5, "Meegelopen met Samira (woonconsulent)", RecordKind.AT_WORK, 180, Audience.MANAGER),
    ("1003", 11, "Uitleg gegeven: huurtoeslag aanvragen", RecordKind.SHARED, 30, Audience.TEAM),
    ("1003", 48, "Gesprek met mentor Joost", RecordKind.MENTORING, 60, Audience.ONLY_ME),
    ("1003", 69, "Casus besproken: boze bellers", RecordKind.AT_WORK, 90, Audience.TEAM),
    ("1003", 80, "Podcastreeks Wonen en zorg", RecordKind.SELF, 180, Audience.MANAGER),
    ("1003", 130, "Ingewerkt op het nieuwe telefoonsysteem", RecordKind.AT_WORK, 120, Audience.TEAM),
    ("1003", 201, "Meegeschreven aan de nieuwe standaardbrief", RecordKind.AT_WORK, 240,
     Audience.MANAGER),
    ("1003", 260, "Uitgezocht hoe medehuurderschap werkt", RecordKind.SELF, 45, Audience.ONLY_ME),
    ("1011", 9, "Nieuwe collega ingewerkt", RecordKind.SHARED, 360, Audience.MANAGER),
    ("1013", 20, "Handleiding klachtenregistratie geschreven", RecordKind.SHARED, 120, Audience.TEAM),
    ("1018", 33, "Meegelopen met de wijkbeheerder", RecordKind.AT_WORK, 240, Audience.TEAM),
    ("1005", 14, "Meegekeken bij een warmtepomp", RecordKind.AT_WORK, 120, Audience.ONLY_ME),
    ("1022", 27, "Intervisie met andere teamleiders", RecordKind.MENTORING, 120, Audience.ONLY_ME),
)  # fmt: skip
INTERESTS = {
    "1003": ("Heldere taal", "Gesprekken voeren"),
    "1011": ("Coachen", "Samenwerken"),
    "1013": ("Huurrecht",),
    "1005": ("Techniek", "Duurzaamheid"),
    "1022": ("Leidinggeven",),
}
WISHES = {"1003": ("TU-102", "UB-802"), "1005": ("TV-502",), "1018": ("LG-604",)}
CROWD_RECORDS = (
    ("Collega ingewerkt", RecordKind.SHARED),
    ("Meegelopen op een andere afdeling", RecordKind.AT_WORK),
    ("Casus besproken met het team", RecordKind.AT_WORK),
    ("Uitgezocht hoe het nieuwe systeem werkt", RecordKind.SELF),
    ("Uitleg gekregen van een ervaren collega", RecordKind.AT_WORK),
    ("Vakblad gelezen en besproken", RecordKind.SELF),
)


def build_cast(*, today: date) -> None:
    """Fill the catalogue, and let the cast write down what they learned and wish for."""
    _catalogue(today)
    people = {person.number: person for person in Person.objects.all()}
    for number, ago, what, kind, minutes, audience in RECORDS:
        person = people[number]
        with at_work(today - ago * DAY, today, number):
            actions.add_record(
                person=person, what=what, kind=kind, done_on=today - ago * DAY, minutes=minutes,
                audience=audience, key=f"demo-{number}-{ago}", by=person,
            )  # fmt: skip
    with at_work(workday(today - WISHED_AGO), today):
        for number, names in INTERESTS.items():
            skills = Skill.objects.filter(name__in=names)
            actions.choose_interests(people[number], skills=skills, by=people[number])
        for number, codes in WISHES.items():
            for offer in Offer.objects.filter(code__in=codes):
                person, key = people[number], f"demo-{number}-{offer.code}"
                actions.wish(person=person, offer=offer, key=key, by=person)


def build_crowd(*, people: int, today: date) -> None:
    """Let a part of the crowd write down what they learn at work, and say what they like."""
    dice = random.Random(SEED)
    skills = list(Skill.objects.order_by("name"))
    known = set(Interest.objects.values_list("person", flat=True))
    known_numbers = {number for number, *_ in RECORDS}
    records: list[Record] = []
    for person in Person.objects.working().order_by("number"):
        if person.number not in known_numbers and dice.random() < 0.35:
            records += [_record(dice, person, today) for _ in range(dice.randint(1, 6))]
        if dice.random() < 0.3 and person.pk not in known and people <= 5_000:
            actions.choose_interests(person, skills=dice.sample(skills, 2), by=person)
    actions.add_records(records, by=None)


def _record(dice: random.Random, person: Person, today: date) -> Record:
    what, kind = dice.choice(CROWD_RECORDS)
    return Record(
        person=person,
        what=what,
        kind=kind,
        done_on=today - dice.randint(1, 1000) * DAY,
        minutes=dice.choice((15, 30, 60, 90, 120, 240)),
        audience=dice.choice((Audience.ONLY_ME, Audience.MANAGER, Audience.TEAM)),
    )


def _catalogue(today: date) -> None:
    """Write the file in two parts: what is there from the beginning, and what is new this month."""
    rows = [_moved(row, today) for row in read_offers(OFFERS.read_bytes()).rows]
    joost = Person.objects.get(number="1007")
    old = [row for row in rows if row.code not in NEW]
    with at_work(min(OPENED_ON, today), today):
        actions.import_offers(old, by=joost)
    with at_work(today - 6 * DAY, today):
        actions.import_offers([row for row in rows if row.code in NEW], by=joost)


def _moved(row: OfferRow, today: date) -> OfferRow:
    starts_on = row.facts.get("starts_on")
    if starts_on is None:
        return row
    return replace(row, facts={**row.facts, "starts_on": starts_on + (today - WRITTEN_ON)})
