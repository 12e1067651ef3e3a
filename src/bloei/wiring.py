"""What is connected to what: every listener of every event, on one page.

TOGETHER runs in the transaction of who publishes: what must never disagree.
AFTERWARDS runs as a job after the commit, and may run twice without harm.
"""

from collections.abc import Callable

from bloei.foundation.events import Event

TOGETHER: dict[type[Event], list[Callable]] = {}

AFTERWARDS: dict[type[Event], list[Callable]] = {}
