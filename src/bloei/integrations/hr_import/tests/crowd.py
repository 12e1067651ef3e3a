"""Files of HR for the tests and the bench: one invented crowd, written in many shapes.

`python -m bloei.integrations.hr_import.tests.crowd` writes the files in `files/` again.
Everything comes from a fixed seed; the people do not exist.
"""

import csv
import io
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

FOLDER = Path(__file__).parent / "files"
SEED = 20261123
GIVEN = [
    "Noor", "Daan", "Zoë", "René", "Fatima", "Joël", "Sanne", "Youssef", "Chloé", "Bram", "Anaïs",
    "Thijs", "Ömer", "Lotte", "Kim", "Gerrit", "Søren", "Meike", "Hüseyin", "Joke", "Wietske",
    "Lukasz", "Samira", "Jean-Pierre", "Marijke", "Aïcha", "Cees", "Truus", "Günay", "Floor",
]  # fmt: skip
FAMILIES = [
    ("", "Jansen"), ("de", "Vries"), ("van", "Dijk"), ("van der", "Meer"), ("van den", "Berg"),
    ("", "Bakker"), ("ten", "Hoeve"), ("", "Yilmaz"), ("", "Núñez"), ("van 't", "Hoff"),
    ("", "Müller-Bos"), ("", "Smit"), ("in 't", "Veld"), ("", "Hoekstra"), ("d'", "Hondt"),
    ("", "Visser"), ("el", "Khatib"), ("", "Coërs"), ("von", "Groß"), ("", "Åberg"),
]  # fmt: skip
UNITS = [
    ("100", "De Linde", ""), ("110", "Wonen", "100"), ("111", "Klantcontact", "110"),
    ("112", "Wijkbeheer", "110"), ("120", "Vastgoed", "100"), ("121", "Onderhoud", "120"),
    ("130", "Zorg", "100"), ("131", "Thuiszorg Noord", "130"), ("132", "Thuiszorg Zuid", "130"),
    ("140", "Bedrijfsvoering", "100"),
]  # fmt: skip
FUNCTIONS = ["Medewerker", "Adviseur", "Teamleider", "Verzorgende IG", "Monteur", "Planner"]
KINDS = ["Onbepaalde tijd", "Bepaalde tijd", "Oproepkracht"]
CAOS = ["woondiensten", "sociaal-werk"]


@dataclass(frozen=True)
class Somebody:
    """What a file tells about one employment of one person."""

    number: str
    given_name: str
    initials: str
    infix: str
    family_name: str
    email: str
    unit_code: str
    unit: str
    parent: str
    function: str
    manager: str
    joined_on: date
    left_on: date | None
    hours: Decimal
    kind: str
    born_on: date
    cao: str
    salary: Decimal
    employment_number: str = ""
    starts_on: date | None = None


def crowd(count: int = 50, seed: int = SEED) -> Iterator[Somebody]:
    """Yield invented people; the first of each unit leads it, the very first leads those."""
    chance = random.Random(seed)
    for at in range(count):
        code, unit, parent = UNITS[at % len(UNITS)]
        given = chance.choice(GIVEN)
        infix, family = chance.choice(FAMILIES)
        leads = at < len(UNITS)
        begin = date(1955, 1, 1) + timedelta(days=chance.randrange(16_000))
        yield Somebody(
            number=str(10_001 + at),
            given_name=given,
            initials=f"{given[0]}.",
            infix=infix,
            family_name=family,
            email=f"m{10_001 + at}@delinde.example" if at % 5 else "",
            unit_code=code,
            unit=unit,
            parent=parent,
            function="Teamleider" if leads else chance.choice(FUNCTIONS),
            manager="" if at == 0 else "10001" if leads else str(10_001 + at % len(UNITS)),
            joined_on=date(chance.randrange(1998, 2026), chance.randrange(1, 13), 1),
            left_on=None,
            hours=Decimal(chance.choice(["36", "32", "28.8", "24", "22.5", "16"])),
            kind=chance.choice(KINDS),
            born_on=min(begin, date(1997, 12, 31)),
            cao=chance.choice(CAOS),
            salary=Decimal(chance.randrange(215_000, 640_000)) / 100,
        )


def dutch(day: date | None) -> str:
    return day.strftime("%d-%m-%Y") if day else ""


def comma(number: Decimal) -> str:
    return str(number).replace(".", ",")


def serial(day: date | None, *, system: int = 1900) -> int | None:
    begin = date(1899, 12, 30) if system == 1900 else date(1904, 1, 1)
    return (day - begin).days if day else None


Column = tuple[str, Callable[[Somebody], object]]
NAMES: list[Column] = [
    ("Roepnaam", lambda s: s.given_name),
    ("Voorletters", lambda s: s.initials),
    ("Tussenvoegsel", lambda s: s.infix),
    ("Achternaam", lambda s: s.family_name),
]


def usual(day=dutch, number=comma) -> list[Column]:
    """Return the columns of docs/formats.md with its headings."""
    return [
        ("Medewerkernummer", lambda s: s.number),
        *NAMES,
        ("E-mailadres", lambda s: s.email),
        ("Afdelingscode", lambda s: s.unit_code),
        ("Afdeling", lambda s: s.unit),
        ("Bovenliggende afdeling", lambda s: s.parent),
        ("Functie", lambda s: s.function),
        ("Manager (medewerkernummer)", lambda s: s.manager),
        ("Datum in dienst", lambda s: day(s.joined_on)),
        ("Datum uit dienst", lambda s: day(s.left_on)),
        ("Uren per week", lambda s: number(s.hours)),
        ("Contractsoort", lambda s: s.kind),
        ("Geboortedatum", lambda s: day(s.born_on)),
        ("Cao", lambda s: s.cao),
        ("Salaris", lambda s: number(s.salary)),
    ]


def renamed(columns: list[Column], names: dict[str, str]) -> list[Column]:
    return [(names.get(heading, heading), read) for heading, read in columns]


def text(columns: list[Column], people, delimiter=";", quoting=csv.QUOTE_MINIMAL) -> str:
    """Return a CSV with lines that end as Windows writes them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\r\n")
    writer.writerow([heading for heading, _read in columns])
    for somebody in people:
        writer.writerow([read(somebody) for _heading, read in columns])
    return out.getvalue()


def workbook(columns: list[Column], people, *, epoch=None, before: tuple = ()) -> bytes:
    """Return an Excel file with a sheet of explanation before that of the people."""
    book = Workbook()
    if epoch:
        book.epoch = epoch
    explanation = book.active
    explanation.title = "Toelichting"
    explanation.append(["Export uit het personeelssysteem"])
    sheet = book.create_sheet("Medewerkers")
    for line in before:
        sheet.append(line)
    sheet.append([heading for heading, _read in columns])
    for somebody in people:
        sheet.append([read(somebody) for _heading, read in columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def afas() -> bytes:
    """AFAS-like: ; and a mark in front, codes and descriptions, 31-12-9999 for no end."""
    names = {
        "Medewerkernummer": "Medewerker", "Tussenvoegsel": "Voorvoegsel",
        "E-mailadres": "E-mail werk", "Afdelingscode": "OE-code", "Afdeling": "OE",
        "Bovenliggende afdeling": "Bovenliggende OE", "Uren per week": "Uren p/w",
        "Manager (medewerkernummer)": "Leidinggevende (medewerkernummer)",
        "Contractsoort": "Soort contract", "Salaris": "Bruto maandsalaris",
    }  # fmt: skip
    columns = renamed(usual(), names)
    columns = [
        (head, (lambda s: dutch(s.left_on) or "31-12-9999") if head == "Datum uit dienst" else read)
        for head, read in columns
    ]
    return text(columns, crowd()).encode("utf-8-sig")


def visma() -> bytes:
    """Visma-like: commas, everything between quotes, ISO dates with a time, decimal points."""
    names = {
        "Medewerkernummer": "Personeelsnummer", "Roepnaam": "Voornaam",
        "Tussenvoegsel": "Voorvoegsels", "E-mailadres": "E-mail", "Afdelingscode": "Kostenplaats",
        "Afdeling": "Omschrijving kostenplaats", "Datum in dienst": "In dienst per",
        "Datum uit dienst": "Uit dienst per", "Uren per week": "Contracturen",
        "Contractsoort": "Type contract", "Manager (medewerkernummer)": "Nummer leidinggevende",
    }  # fmt: skip

    def iso(day: date | None) -> str:
        return f"{day.isoformat()}T00:00:00" if day else ""

    return text(renamed(usual(iso, str), names), crowd(), ",", csv.QUOTE_ALL).encode()


def excel_1900() -> bytes:
    """Excel with dates as bare numbers in the 1900 system, a title above the headings."""
    columns = [
        (head, (lambda s, read=read: int(read(s))) if head == "Medewerkernummer" else read)
        for head, read in usual(serial, float)
    ]
    return workbook(columns, crowd(), before=(["Stichting De Linde"], [], ["peildatum", 46349]))


def excel_1904() -> bytes:
    """Excel of the 1904 system: some dates as dates, the date of birth as a bare number."""

    def moment(day: date | None) -> datetime | None:
        return datetime.combine(day, datetime.min.time()) if day else None

    columns = [
        (head, (lambda s: serial(s.born_on, system=1904)) if head == "Geboortedatum" else read)
        for head, read in usual(moment, float)
    ]
    return workbook(columns, crowd(), epoch=CALENDAR_MAC_1904)


def windows_1252() -> bytes:
    """Windows-1252 with diacritics, as Excel on a Dutch machine saves a CSV."""
    return text(usual(), crowd()).encode("cp1252", "replace")


def tabs() -> bytes:
    """Tabs, decimal commas and short dates, in UTF-16 ("Unicode text" of Excel)."""

    def short(day: date | None) -> str:
        return f"{day.day}-{day.month}-{day.year % 100:02d}" if day else ""

    return text(usual(short), crowd(), "\t").encode("utf-16")


def numbers_1904() -> bytes:
    """A CSV with Excel numbers of the 1904 system; only the first of the month gives it away."""
    return text(usual(lambda day: serial(day, system=1904), comma), crowd()).encode()


def with_bsn() -> bytes:
    """A BSN by its heading, one under an innocent heading, and bank accounts."""
    bsns = ["123456782", "111222333", "100000009", "999999990"]
    columns = usual()
    columns.insert(2, ("BSN", lambda s: bsns[int(s.number) % 4]))
    columns.append(("Registratie", lambda s: bsns[int(s.number) % 3]))
    columns.append(("Betaling", lambda s: "NL91 ABNA 0417 1643 00"))
    columns.append(("Opmerking", lambda s: "regel 1\nregel 2" if s.number.endswith("7") else ""))
    return text(columns, crowd()).encode()


def rehired_and_two_at_once() -> bytes:
    """Re-hires, two employments at once, contracts with their own Ingangsdatum."""
    people = list(crowd())
    rows = []
    for at, somebody in enumerate(people):
        if at in (12, 13):  # left, and came back
            before = replace(somebody, joined_on=date(2010, 1, 1), left_on=date(2015, 12, 31))
            rows.append(replace(before, employment_number="1"))
            rows.append(replace(somebody, joined_on=date(2020, 3, 1), employment_number="2"))
        elif at in (14, 15):  # two at once
            rows.append(replace(somebody, employment_number="1"))
            rows.append(
                replace(
                    somebody, joined_on=date(2025, 9, 1), employment_number="2",
                    hours=Decimal(8), function="Praktijkopleider", salary=Decimal("800.00"),
                )
            )  # fmt: skip
        elif at == 16:  # more hours since this year
            rows.append(replace(somebody, starts_on=date(2026, 2, 1), employment_number="1"))
        else:
            rows.append(replace(somebody, employment_number="1"))
    columns = usual()
    columns.insert(13, ("Ingangsdatum", lambda s: dutch(s.starts_on)))
    columns.insert(14, ("Dienstverbandnummer", lambda s: s.employment_number))
    return text(columns, rows).encode("utf-8-sig")


def with_problems() -> bytes:
    """60 rows with what goes wrong: see PROBLEM_ROWS of test_shapes.py."""
    people = list(crowd(58))
    people[20] = replace(people[20], manager=people[21].number)
    people[21] = replace(people[21], manager=people[22].number)
    people[22] = replace(people[22], manager=people[20].number)
    people[30] = replace(people[30], manager="77777")
    people.append(people[5])
    people.append(replace(people[6], email=""))
    lines = text(usual(), people).split("\r\n")
    lines[41] = lines[41].replace(comma(people[40].hours), "veel", 1)
    lines[46] = lines[46].replace(dutch(people[45].joined_on), "31-02-2020")
    lines[51] = lines[51].replace(";", ';"', 1)
    return "\r\n".join(lines).encode("utf-8-sig")


SHAPES: dict[str, Callable[[], bytes]] = {
    "afas.csv": afas,
    "visma.csv": visma,
    "excel-1900.xlsx": excel_1900,
    "excel-1904.xlsx": excel_1904,
    "windows-1252.csv": windows_1252,
    "tabs.txt": tabs,
    "numbers-1904.csv": numbers_1904,
    "with-bsn.csv": with_bsn,
    "rehired-and-two-at-once.csv": rehired_and_two_at_once,
    "with-problems.csv": with_problems,
}


def large(count: int) -> bytes:
    """Return a CSV of so many people, for the bench."""
    return text(usual(), crowd(count)).encode()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, make in SHAPES.items():
        (FOLDER / name).write_bytes(make())
        sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
