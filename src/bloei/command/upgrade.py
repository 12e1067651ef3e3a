"""`./bloei upgrade`: brings the database, the texts and the styles up to this version."""

import argparse
import os
import sys

NO_MAIL = "No mail server is set (BLOEI_SMTP): all mail, invitations too, waits until there is one."
FIRST = """\
Nobody can sign in yet. Make yourself the first administrator, with your own number and name:
    ./bloei people administrator 1009 Sam Bos --hr
It prints a link to choose a password; with --hr you can also bring in the first file of people."""
TURN = 20_261_124  # the number of the lock under which one process at a time upgrades


def main(argv: list[str]) -> int:
    """Run it as often as you like: what is up to date is left alone."""
    argparse.ArgumentParser(prog="bloei upgrade", description=__doc__).parse_args(argv)
    os.environ["BLOEI_ROLE"] = "owner"
    import django

    from bloei.command.installation import database

    django.setup()
    if problems := _unsafe():
        print("\n".join(problems), file=sys.stderr)
        return 1
    with database():
        _upgrade()
        _tell_what_is_missing()
    return 0


def _tell_what_is_missing() -> None:
    """Say what is still missing: a mail server, the first person. The demo brings its own."""
    from django.conf import settings
    from django.contrib.auth import get_user_model

    from bloei.foundation.sending import goes_somewhere

    if not goes_somewhere():
        print(NO_MAIL, file=sys.stderr)
    if not settings.DEMO and not get_user_model().objects.exists():
        print(FIRST, file=sys.stderr)


def _unsafe() -> list[str]:
    """Return why Bloei may not run with these settings, with what to do about it."""
    from django.core.checks import Tags, run_checks

    found = run_checks(tags=[Tags.security])
    return [f"{problem.msg} {problem.hint or ''}" for problem in found if problem.is_serious()]


def _upgrade() -> None:
    from django.core.management import call_command
    from django.db import connection

    from bloei.command.installation import is_behind

    with connection.cursor() as cursor:
        cursor.execute("set lock_timeout = '10min'")
        cursor.execute("select pg_advisory_lock(%s)", [TURN])
        cursor.execute("reset lock_timeout")
        if is_behind():
            print("Upgrading the database ...", file=sys.stderr)
            call_command("migrate", verbosity=0, interactive=False)
        call_command("messages", compile=True, verbosity=0, stdout=_nowhere())
        call_command("collectstatic", verbosity=0, interactive=False, stdout=_nowhere())
        cursor.execute("select pg_advisory_unlock(%s)", [TURN])


def _nowhere():
    from io import StringIO

    return StringIO()
