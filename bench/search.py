"""Measures the catalogue search at 20,000 offers: p50 and p95 per request, CPU and queries.

Run with `./bloei manage shell < bench/search.py` on an empty database, or as a script
with the environment of Bloei. Everything is rolled back at the end.
"""

import os
import random
import statistics
import sys
import time
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bloei.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bloei.foundation import search  # noqa: E402
from bloei.learning import catalogue, finding  # noqa: E402
from bloei.learning.models import Goal, Kind, Offer, OfferWord, Provider, Skill  # noqa: E402
from bloei.people.models import Person  # noqa: E402

TODAY = date(2026, 11, 23)
OFFERS = 20_000
TOPICS = (
    "gesprekken huurrecht agressie rooster planning excel leidinggeven samenwerken schrijven taal "
    "privacy veiligheid onderhoud energie dementie medicatie begeleiding communicatie projecten "
    "financien boekhouding inkoop duurzaamheid techniek elektra loodgieter schilderen verhuur "
    "incasso schuldhulp wijkbeheer participatie bewoners ouderen jeugd coaching feedback stress "
    "vitaliteit omgaan conflicten klachten telefoon balie digitaal kantoor presenteren vergaderen"
).split()
# With these a topic makes words as long as in real Dutch titles.
TAILS = "beheer techniek recht advies gesprek training beleid kennis zorg werk plan systeem".split()
FORMS = "basis verdieping praktijk introductie vervolg opfris trainer methode aanpak".split()
JOBS = "huurders bewoners collega's teamleiders opzichters begeleiders medewerkers planners".split()
QUERIES = (
    "gesprekken met huurders", "gespreken", "huurrecht", "excel", "leidinggeven", "agresie balie",
    "schrijven", "brief", "privacy basis", "dementie begeleiding", "rooster", "onderhoudstechniek",
    "energie", "telefoongesprek", "cursus", "training voor teamleiders", "veiligheid elektra",
    "xyzzy",
)  # fmt: skip


def fill(random: random.Random) -> Person:
    person = Person.objects.create(
        number="bench", given_name="Eva", family_name="Bench", sort_name="bench"
    )
    providers = Provider.objects.bulk_create([Provider(name=f"Huis {n}") for n in range(80)])
    skills = Skill.objects.bulk_create([Skill(name=f"{topic} ") for topic in TOPICS])
    goal = Goal.objects.create(person=person, text="Beter schrijven", set_on=TODAY)
    goal.skills.set(skills[:3])
    offers, texts, links = [], [], []
    # Like real language: a few words everywhere, most words seldom.
    words = [*TOPICS, *(topic + tail for topic in TOPICS for tail in TAILS)]
    random.shuffle(words)
    words = [*FORMS, *JOBS, *words]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    for number in range(OFFERS):
        chosen = random.sample(range(len(TOPICS)), 3)
        first, second, third = (TOPICS[at] for at in chosen)
        title = f"{first.title()} en {second} voor {random.choice(JOBS)} {number}"
        summary = " ".join(random.choices(words, weights, k=40)) + f" {third}"
        offer = Offer(
            code=f"B{number}",
            title=title,
            summary=summary,
            kind=random.choice(Kind.values),
            provider=random.choice(providers),
            price_cents=random.randrange(0, 200_000),
            minutes=random.randrange(15, 3000),
            place=random.choice(["Utrecht", "Amersfoort", "Online", "Zwolle"]),
            published_on=TODAY,
        )
        named = [TOPICS[at] for at in chosen]
        catalogue.index(offer, named)
        texts.append(catalogue.text_of(offer, named))
        offers.append(offer)
        links.append(chosen)
    Offer.objects.bulk_create(offers, batch_size=2000)
    search.add_words(OfferWord, texts)
    through = Offer.skills.through
    through.objects.bulk_create(
        [
            through(offer_id=offer.pk, skill_id=skills[at].pk)
            for offer, chosen in zip(offers, links, strict=True)
            for at in chosen
        ],
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    return person


def one(person: Person, filters: finding.Filters) -> int:
    found = finding.found_offers(person, filters, TODAY)
    page, _offers = finding.one_page(found, 1, 12)
    return page.paginator.count


def measure(person: Person) -> None:
    asked = [finding.Filters(text=text) for text in QUERIES]
    asked += [finding.Filters(), finding.Filters(text="gesprekken", price_up_to=50_000)]
    asked += [finding.Filters(kinds=("book",), language="nl", place="utrecht")]
    everything = []
    print(f"{'query':<34}{'found':>7}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}")
    for filters in asked:
        one(person, filters)
        took = []
        for _ in range(15):
            begin = time.perf_counter()
            count = one(person, filters)
            took.append((time.perf_counter() - begin) * 1000)
        with CaptureQueriesContext(connection) as captured:
            one(person, filters)
        everything += took
        name = filters.text or str([*filters.kinds, filters.place])
        p95 = statistics.quantiles(took, n=20)[-1]
        queries = len(captured.captured_queries)
        print(f"{name:<34}{count:>7}{statistics.median(took):>9.1f}{p95:>9.1f}{queries:>9}")
    p95 = statistics.quantiles(everything, n=20)[-1]
    print(f"all: p50 {statistics.median(everything):.1f} ms, p95 {p95:.1f} ms, goal 100 ms")
    print(f"load {os.getloadavg()}", file=sys.stderr)


def main() -> None:
    with transaction.atomic():
        begin = time.perf_counter()
        person = fill(random.Random(7))
        print(f"{OFFERS} offers written in {time.perf_counter() - begin:.1f} s")
        measure(person)
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
