"""The process that builds the example organisation, room by room from the ground up.

A room's `demo.py` may offer `build_cast(*, today)` for the few whom the first page needs,
`build_crowd(*, people, today)` for everybody else, and `SIGN_IN`, pairs of a name and what
that person can show.
"""

import os
import sys


def build(part: str, people: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bloei.settings")
    import django

    django.setup()
    from bloei.foundation import clock
    from bloei.foundation.rooms import collect, discover

    if part == "who":
        for name, what in collect("demo", "SIGN_IN"):
            print(f"  {name:<20} {what}")
        return
    size = {"people": people} if part == "crowd" else {}
    for room in discover("demo"):
        if make := getattr(room, f"build_{part}", None):
            print(f"{room.__name__.split('.')[1]} ...", file=sys.stderr, flush=True)
            make(today=clock.today(), **size)


if __name__ == "__main__":
    from bloei.command.family import end_with_parent

    end_with_parent()
    build(sys.argv[1], int(sys.argv[2]))
