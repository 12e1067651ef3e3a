"""The process that answers requests; started by `serve` and `demo`."""

import os
import sys
from pathlib import Path

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from bloei.command.family import end_with_parent

THREADS = 4


class Log(Logger):
    """What gunicorn itself writes down, without what would let a reader of it in."""

    def setup(self, cfg) -> None:
        from bloei.foundation.logs import WithoutSecrets

        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(WithoutSecrets(self.error_fmt))


class Web(BaseApplication):
    """gunicorn with threads: a synchronous ORM gains nothing from anything else."""

    def __init__(self, host: str, port: int, workers: int) -> None:
        self.wish = {
            "bind": f"{host}:{port}",
            "workers": workers,
            "threads": THREADS,
            "worker_class": "gthread",
            # Loaded once and shared by all processes: a faster start and half the memory.
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 10,
            "keepalive": 15,
            # A worker whose heartbeat waits for a slow disk would be taken for dead.
            "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108
            "control_socket_disable": True,
            "logger_class": Log,
            "loglevel": os.environ.get("BLOEI_LOG", "WARNING").lower(),
            "forwarded_allow_ips": os.environ.get("BLOEI_PROXY", "127.0.0.1"),
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.wish.items():
            self.cfg.set(name, value)

    def load(self):
        from bloei.wsgi import application

        return application


def workers() -> int:
    """Return how many processes answer requests: one per core, and one to spare."""
    return int(os.environ.get("BLOEI_WEB_PROCESSES") or min(os.cpu_count() or 1, 8) + 1)


if __name__ == "__main__":
    end_with_parent()
    Web(sys.argv[1], int(sys.argv[2]), workers()).run()
