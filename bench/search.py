"""The catalogue search at 20,000 offers, as the page asks it: words, filters, order, count.

Run: ./bloei bench search [--offers 20000]. Goal: p95 at most 100 ms. A thousand topics, of
which the 48 that are searched for are among the most common; CPU is that of Bloei and of its
connection in PostgreSQL together, because wall time on a busy machine says little.
"""

import argparse
import os
import random
import re
import statistics
import sys
import time
from datetime import date
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

TODAY = date(2026, 11, 23)
REPEATS = 15
SYLLABLES = re.findall(
    r"\w+", "ba bor dan del fer ga gro hol in ka kel lan len mar mo na on pel ri ro so ta ver wi zo"
)
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


def fill(count: int):
    """Write the catalogue; return somebody who searches it."""
    from bloei.foundation import search
    from bloei.learning import catalogue
    from bloei.learning.models import Goal, Kind, Offer, OfferWord, Provider, Skill
    from bloei.people.models import Person
    from own_database import analyze

    dice = random.Random(7)
    others = ["".join(dice.choices(SYLLABLES, k=3)) for _ in range(1000)]
    topics = list(dict.fromkeys([*TOPICS, *others]))
    person = Person.objects.create(
        number="bench", given_name="Eva", family_name="Bench", sort_name="bench"
    )
    providers = Provider.objects.bulk_create([Provider(name=f"Huis {n}") for n in range(80)])
    skills = Skill.objects.bulk_create([Skill(name=topic) for topic in topics])
    goal = Goal.objects.create(person=person, text="Beter schrijven", set_on=TODAY)
    goal.skills.set(skills[:3])
    offers, texts, links = [], [], []
    # Like real language: a few words everywhere, most words seldom.
    compounds = [topic + tail for topic in TOPICS for tail in TAILS[:3]]
    words = [*TOPICS, *others, *compounds]
    dice.shuffle(words)
    words = [*FORMS, *JOBS, *words]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    for number in range(count):
        chosen = [min(int(dice.paretovariate(0.4)) - 1, 10**6) % len(topics) for _ in range(3)]
        first, second, third = (topics[at] for at in chosen)
        title = f"{first.title()} en {second} voor {dice.choice(JOBS)} {number}"
        summary = " ".join(dice.choices(words, weights, k=40)) + f" {third}"
        offer = Offer(
            code=f"B{number}",
            title=title,
            summary=summary,
            kind=dice.choice(Kind.values),
            provider=dice.choice(providers),
            price_cents=dice.randrange(0, 200_000),
            minutes=dice.randrange(15, 3000),
            place=dice.choice(["Utrecht", "Amersfoort", "Online", "Zwolle"]),
            published_on=TODAY,
        )
        named = [topics[at] for at in chosen]
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
            for at in set(chosen)
        ],
        batch_size=5000,
    )
    analyze()
    return person


def one(person, filters) -> int:
    from bloei.learning import finding

    found = finding.found_offers(person, filters, TODAY)
    page, _offers = finding.one_page(found, 1, 12)
    return page.paginator.count


def measure(person) -> dict:
    """Return milliseconds per search: a line per search, and over all of them."""
    from bloei.learning.finding import Filters

    asked = [Filters(text=text) for text in QUERIES]
    asked += [Filters(), Filters(text="gesprekken", price_up_to=50_000)]
    asked += [Filters(kinds=("book",), language="nl", place="utrecht")]
    everything: list[float] = []
    all_cpu: list[float] = []
    lines = {}
    for filters in asked:
        count = one(person, filters)
        took, before = [], cpu()
        for _ in range(REPEATS):
            begin = time.perf_counter()
            one(person, filters)
            took.append((time.perf_counter() - begin) * 1000)
        spent = (cpu() - before) / REPEATS
        all_cpu.append(spent)
        everything += took
        name = filters.text or " ".join([*filters.kinds, filters.place]).strip() or "everything"
        name += " (up to EUR 500)" if filters.price_up_to else ""
        lines[name] = {
            "found": count, "p50, ms": round(statistics.median(took)),
            "p95, ms": round(p95(took)), "CPU, ms": round(spent),
        }  # fmt: skip
    overall = {
        "p50, ms": round(statistics.median(everything)), "p95, ms": round(p95(everything)),
        "CPU, ms": round(statistics.mean(all_cpu)),
    }  # fmt: skip
    return lines | {"all of them (goal: p95 at most 100 ms)": overall}


def cpu() -> float:
    """Return the CPU spent so far, in ms: of this process and of its connection's backend."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        backend = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rsplit(")", 1)[1].split()
    ticks = int(backend[11]) + int(backend[12])
    return time.process_time() * 1000 + ticks * 1000 / os.sysconf("SC_CLK_TCK")


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--offers", type=int, default=20_000)
    asked = parser.parse_args()
    from own_database import own_database
    from report import write

    with own_database():
        begin = time.perf_counter()
        person = fill(asked.offers)
        took = time.perf_counter() - begin
        figures = measure(person)
    write("search", {"offers": asked.offers, "written in, s": round(took, 1), **figures})


if __name__ == "__main__":
    main()
