"""Reading the file of HR: the first time, unchanged, with everybody changed, and as Excel.

Run: ./bloei bench hr_import [--people 5000]. Goals: 5,000 rows under 60 seconds, 100,000
under 10 minutes, less than 1 GB of memory.
"""

import argparse
import io
import resource
import sys
import time
from datetime import date
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

DAY = date(2026, 11, 23)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=5000)
    measure(parser.parse_args().people)


def measure(people: int) -> None:
    from own_database import own_database
    from report import write

    with own_database():
        from bloei.integrations.hr_import.tests.crowd import large

        file = large(people)
        figures = {
            "rows": people,
            "MB": round(len(file) / 1e6, 1),
            "first time, s": timed(file),
            "the same again, s": timed(file),
            "everybody fewer hours, s": timed(fewer_hours(file)),
            "as Excel, unchanged, s": timed(as_excel(fewer_hours(file))),
        }
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        write(f"hr-import-{people}", {**figures, "memory, MB": most // 1024})


def timed(file: bytes) -> float:
    """Import a file as the command does; return the seconds it took."""
    from bloei.integrations.hr_import.carrying_out import carry_out
    from bloei.integrations.hr_import.headings import Mapping
    from bloei.integrations.hr_import.reading import read

    begin = time.monotonic()
    checked = read(file, Mapping(), DAY)
    carry_out(checked, as_of=DAY, today=DAY, part=False, confirm_leaving=False, by=None)
    took = round(time.monotonic() - begin, 1)
    print(f"{took} s", file=sys.stderr, flush=True)
    return took


def fewer_hours(file: bytes) -> bytes:
    """Return the file in which everybody works one hour less."""
    lines = file.decode().split("\r\n")
    at = lines[0].split(";").index("Uren per week")
    for number, line in enumerate(lines[1:], start=1):
        cells = line.split(";")
        if len(cells) > at:
            cells[at] = str(float(cells[at].replace(",", ".")) - 1)
            lines[number] = ";".join(cells)
    return "\r\n".join(lines).encode()


def as_excel(file: bytes) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Medewerkers")
    for line in file.decode().split("\r\n"):
        sheet.append(line.split(";"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


if __name__ == "__main__":
    main()
