"""`./bloei database PROGRAM ...`: runs a program with the database at hand.

Its address is in DATABASE_URL, as the owner of the tables:
./bloei database sh -c 'pg_dump "$DATABASE_URL" --format=custom --file=bloei.dump'
"""

import argparse
import shutil
import subprocess
import sys

from bloei.command.installation import database


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="bloei database",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("program", nargs=argparse.REMAINDER, help="the program and its arguments")
    program = parser.parse_args(argv).program
    if not program:
        parser.print_usage(sys.stderr)
        return 2
    if shutil.which(program[0]) is None:
        print(f"There is no program {program[0]} here.", file=sys.stderr)
        return 2
    with database():
        return subprocess.run(program, check=False).returncode
