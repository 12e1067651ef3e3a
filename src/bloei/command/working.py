"""The process that takes jobs from the queue; started by `worker` and `demo`."""

import os
import sys
from typing import cast

from bloei.command.family import end_with_parent

GRACE = 10  # seconds for a job that runs when we are asked to stop; after that it runs again


def work(concurrency: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bloei.settings")
    import django

    django.setup()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    end_with_parent()
    connector = cast("DjangoConnector", app.connector).get_worker_connector()
    with app.replace_connector(connector) as ready:
        ready.run_worker(concurrency=concurrency, shutdown_graceful_timeout=GRACE)


if __name__ == "__main__":
    work(int(sys.argv[1]))
