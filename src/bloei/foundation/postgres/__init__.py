"""A PostgreSQL of our own, for who has none: started when needed, stopped by its last user.

It listens on a socket in a private folder only, never on a port. Its data lies in the data
folder under the number of its major version. Nothing here knows what is kept in it.
"""

from bloei.foundation.postgres.binaries import CannotStart
from bloei.foundation.postgres.roles import OWNER, prepare
from bloei.foundation.postgres.server import Server, start

__all__ = ["OWNER", "CannotStart", "Server", "prepare", "start"]
