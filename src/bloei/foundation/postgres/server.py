"""Starting, joining and stopping the server of one data folder.

Who uses the server holds a shared lock on a file; the system lets go of it when a process
dies, however it dies. Who stops and can then get the lock alone was the last one.
"""

import fcntl
import logging
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from bloei.foundation.postgres.account import RunAs, account_for
from bloei.foundation.postgres.binaries import Binaries, CannotStart, find

log = logging.getLogger(__name__)
SUPERUSER = "postgres"
LONGEST_SOCKET_PATH = 107
SOCKET_NAME = ".s.PGSQL.5432"
PATIENCE = 60  # seconds; recovery after a crash takes a few
LARGEST_LOG = 5_000_000  # bytes
# A folder that was opened by whoever started the process (see _way_to).
OPENED = "/proc/self/fd"

SETTINGS = {
    "listen_addresses": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Else the row that it refuses would stand in its log, with the names and words in it.
    "log_error_verbosity": "terse",
    "max_connections": "200",
    "jit": "off",
    "random_page_cost": "1.1",
}
# For data that may be lost: tests only.
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "10min",
}


@dataclass
class Server:
    """A running server that this process uses until `stop`."""

    data: Path
    socket_folder: str
    major: int
    use: IO[str]
    stopped: bool = False

    def url(self, database: str, role: str) -> str:
        """Return the address of a database for a role that may sign in."""
        return f"postgresql://{role}@/{database}?host={quote(self.socket_folder, safe='/')}"

    @property
    def superuser_url(self) -> str:
        return self.url("postgres", SUPERUSER)

    def stop(self) -> None:
        """Stop using the server; the last user ends it. A second call does nothing."""
        if self.stopped:
            return
        self.stopped = True
        with _start_lock(self.data):
            fcntl.flock(self.use, fcntl.LOCK_UN)  # also where a fork still holds the file
            self.use.close()
            with _opened(_beside(self.data, "users")) as users:
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return
                _end(self.data)


def start(data_folder: Path, *, durable: bool = True, wish: str | None = None) -> Server:
    """Start the server of the data folder, or join the one that runs; raises CannotStart.

    `durable` False gives up every promise of keeping the data, for tests. `wish` is "machine"
    or "wheel", by default what BLOEI_POSTGRES says.
    """
    wish = os.environ.get("BLOEI_POSTGRES", "") if wish is None else wish
    try:
        data_folder.mkdir(parents=True, exist_ok=True)
        binaries = find(wish, set() if not durable else _made_by(data_folder))
        data = data_folder.resolve() / f"postgres-{binaries.major}"
        with _start_lock(data):
            use = _opened(_beside(data, "users"))
            fcntl.flock(use, fcntl.LOCK_SH)
            socket_folder = _running(data) or _begin(data, binaries, durable)
    except OSError as problem:
        raise CannotStart(f"The database cannot be started: {problem}.") from problem
    return Server(data, socket_folder, binaries.major, use)


def _made_by(data_folder: Path) -> set[int]:
    """Return the major versions of the data folders that are there."""
    marks = data_folder.glob("postgres-*/PG_VERSION")
    return {int(mark.parent.name.removeprefix("postgres-")) for mark in marks}


def _beside(data: Path, ending: str) -> Path:
    return data.with_name(f"{data.name}.{ending}")


def _opened(path: Path) -> IO[str]:
    return path.open("a")


@contextmanager
def _start_lock(data: Path):
    """Let one process at a time start or stop the server of this data folder."""
    with _opened(_beside(data, "lock")) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _running(data: Path) -> str | None:
    """Return the socket folder of the running server; clear up after a dead one."""
    pid, socket_folder = _pid_file(data)
    if pid is None:
        return None
    if _is_postgres(pid):
        _wait(socket_folder, lambda: _is_postgres(pid), data)
        return socket_folder
    # After a crash the process number may belong to somebody else, and the server would not start.
    with suppress(FileNotFoundError):
        (data / "postmaster.pid").unlink()
    _remove_runtime(socket_folder)
    return None


def _pid_file(data: Path) -> tuple[int | None, str]:
    """Return the process number and the socket folder that the server wrote down."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        return int(lines[0]), lines[4] if len(lines) > 4 else ""
    except (FileNotFoundError, IndexError, ValueError):
        return None, ""


def _is_postgres(pid: int) -> bool:
    """Tell whether a process with this number lives and is a PostgreSQL."""
    state, name = _state_and_name(pid)
    return "postgres" in name and not state.startswith("Z")


def _state_and_name(pid: int) -> tuple[str, str]:
    """Return what the system says of a process; empty when there is none."""
    if Path("/proc/self/stat").exists():
        try:
            said = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return "", ""
        name, _, rest = said.partition("(")[2].rpartition(")")
        return rest.strip()[:1], name
    asked = subprocess.run(
        ["ps", "-o", "stat=,comm=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, name = asked.stdout.strip().partition(" ")
    return state, name


def _begin(data: Path, binaries: Binaries, durable: bool) -> str:
    """Make the data when there is none, start the server and return its socket folder."""
    account = account_for(data)
    runtime = _make_runtime(account)
    try:
        if not account.can_reach(binaries.home / "bin"):
            binaries = binaries.copied_to(runtime)
        if not (data / "PG_VERSION").exists():
            _make_data(data, binaries, account, durable)
        process = _launch(data, binaries, account, runtime, durable)
        _wait(str(runtime), lambda: process.poll() is None, data)
    except BaseException:
        _remove_runtime(str(runtime))
        raise
    return str(runtime)


def _make_runtime(account: RunAs) -> Path:
    """Make the private folder for the socket, in a place whose path is short enough."""
    for place in (tempfile.gettempdir(), "/tmp"):  # noqa: S108
        if len(place) + len("/bloei-12345678/") + len(SOCKET_NAME) <= LONGEST_SOCKET_PATH:
            runtime = Path(tempfile.mkdtemp(prefix="bloei-", dir=place))
            account.gets(runtime)
            return runtime
    raise CannotStart("The path of the temporary folder is too long; set TMPDIR to a shorter one.")


def _remove_runtime(folder: str) -> None:
    """Remove a socket folder of ours; never anything else, whatever a file says."""
    if Path(folder).name.startswith("bloei-"):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _way_to(data: Path, account: RunAs):
    """Yield the path by which the account reaches the data, and what its process must inherit.

    Root's home is closed to the account that runs the server. There the folder is opened
    before the user id changes, and the process reaches it through what it inherited.
    """
    if account.can_reach(data):
        yield str(data), ()
        return
    if not Path(OPENED).exists():
        raise CannotStart(
            f"PostgreSQL does not run as root, and another user cannot reach {data}; "
            "set BLOEI_DATA to a folder outside a private home."
        )
    folder = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"{OPENED}/{folder}", (folder,)
    finally:
        os.close(folder)


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _make_data(data: Path, binaries: Binaries, account: RunAs, durable: bool) -> None:
    """Run initdb in a folder that gets its name when it is whole."""
    said = ""
    for locale in _locales(binaries.major):
        fresh = data.with_name(f"{data.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        account.gets(fresh)
        with _way_to(fresh, account) as (path, inherited):
            command = [
                *(binaries.program("initdb"), "-D", path, "-U", SUPERUSER),
                *("--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", *locale),
                *("--no-instructions", *([] if durable else ["--no-sync"])),
            ]
            made = subprocess.run(
                command,
                cwd="/",
                pass_fds=inherited,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                **account.of_process(),
            )
        if made.returncode == 0:
            fresh.rename(data)
            return
        said = made.stderr.strip()
    raise CannotStart(f"The database could not be made; initdb says: {said}")


def _locales(major: int) -> list[list[str]]:
    """Return how to ask for UTF-8 without the rules of a language, the best first."""
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return [
        *([builtin] if major >= 17 else []),
        ["--locale=C.UTF-8"],
        ["--locale=C", "--lc-ctype=UTF-8"],  # macOS
        ["--locale=C"],
    ]


def _launch(
    data: Path, binaries: Binaries, account: RunAs, runtime: Path, durable: bool
) -> subprocess.Popen:
    """Start the server in a session of its own: Ctrl-C reaches us, and we end it in order."""
    settings: dict[str, Any] = {**SETTINGS, "unix_socket_directories": runtime}
    settings |= {} if durable else CARELESS
    log_file = _beside(data, "log")
    if log_file.exists() and log_file.stat().st_size > LARGEST_LOG:
        log_file.replace(_beside(data, "log.1"))
    with log_file.open("ab") as lines, _way_to(data, account) as (path, inherited):
        return subprocess.Popen(
            [
                *(binaries.program("postgres"), "-D", path),
                *(part for name in settings for part in ("-c", f"{name}={settings[name]}")),
            ],
            cwd="/",
            pass_fds=inherited,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=lines,
            stderr=lines,
            start_new_session=True,
            **account.of_process(),
        )


def _wait(socket_folder: str, lives, data: Path) -> None:
    """Wait until the server answers."""
    import psycopg

    until = time.monotonic() + PATIENCE
    while lives() and time.monotonic() < until:
        try:
            psycopg.connect(host=socket_folder, user=SUPERUSER, dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    log_file = _beside(data, "log")
    last = log_file.read_text(errors="replace").strip().splitlines()[-3:]
    raise CannotStart(f"PostgreSQL did not start; {log_file} ends with: {' / '.join(last)}")


def _end(data: Path) -> None:
    """End the server in order, or at once when it takes too long."""
    pid, socket_folder = _pid_file(data)
    if pid is not None and _is_postgres(pid):
        for how, patience in ((signal.SIGINT, 20), (signal.SIGQUIT, 10)):
            os.kill(pid, how)
            if _is_gone(pid, data, patience):
                break
        else:
            log.warning("PostgreSQL (process %s) does not stop.", pid)
            return
    _remove_runtime(socket_folder)


def _is_gone(pid: int, data: Path, patience: float) -> bool:
    """Wait for the end of the server: taking its pid file away is the last thing it does.

    Its process number is not enough: a process that ended stays until its parent asks for it,
    and another one than us may have started it.
    """
    until = time.monotonic() + patience
    while time.monotonic() < until:
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        if _pid_file(data)[0] != pid:
            return True
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False
