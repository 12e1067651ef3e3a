"""`./bloei manage ...`: the commands of Django, with the database when it is needed."""

import os
from contextlib import nullcontext

# These read files only, or look at the database when there happens to be one.
WITHOUT_DATABASE = {"makemigrations", "messages", "vendor", "check", "collectstatic", "help"}
AS_OWNER = {"migrate", "dbshell"}


def main(argv: list[str]) -> int:
    from django.core.management import ManagementUtility

    from bloei.command.installation import database

    name = argv[0] if argv else "help"
    if name in AS_OWNER:
        os.environ["BLOEI_ROLE"] = "owner"
    with nullcontext() if name in WITHOUT_DATABASE else database():
        ManagementUtility(["bloei manage", *argv]).execute()
    return 0
