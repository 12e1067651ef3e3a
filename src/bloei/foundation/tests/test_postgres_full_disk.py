"""A disk that fills up: writing is refused, nothing acknowledged is lost, and it goes on."""

import os
import subprocess

import psycopg
import pytest

from bloei.foundation import postgres

pytestmark = [pytest.mark.deep, pytest.mark.slow]
SIZE = "160m"
ROOM_LEFT = 24 * 1024 * 1024


@pytest.fixture
def small_disk(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can make a small disk")
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", disk], check=False)
    if made.returncode:
        pytest.skip("this machine does not let us make a small disk")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def test_a_full_disk_refuses_and_goes_on_when_there_is_room_again(small_disk):
    servers = [postgres.start(small_disk, durable=True, wish="")]
    try:
        with psycopg.connect(servers[0].superuser_url, autocommit=True) as connection:
            connection.execute("create table kept (n int, filler text)")
        ballast = small_disk / "ballast"
        ballast.write_bytes(bytes(_room_on(small_disk) - ROOM_LEFT))
        acknowledged = _fill(servers[0].superuser_url)
        ballast.unlink()
        # Where the log of changes found no room the server began anew: this waits for it.
        servers.append(postgres.start(small_disk, durable=True, wish=""))
        with psycopg.connect(servers[-1].superuser_url, autocommit=True) as connection:
            connection.execute("insert into kept values (-1, '')")
            kept = connection.execute("select count(*) from kept where n >= 0").fetchone()[0]
        assert acknowledged > 0
        assert acknowledged <= kept <= acknowledged + 1  # the last answer may have been lost
    finally:
        for server in servers:
            server.stop()


def _fill(url):
    """Write until it is refused; return how often it was acknowledged."""
    acknowledged = 0
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            while acknowledged < 1_000_000:
                connection.execute(
                    "insert into kept select %s, string_agg(md5(random()::text), '')"
                    " from generate_series(1, 2000)",
                    [acknowledged],
                )
                acknowledged += 1
    except psycopg.Error:
        return acknowledged
    pytest.fail("the disk did not fill up")


def _room_on(disk):
    facts = os.statvfs(disk)
    return facts.f_bavail * facts.f_frsize
