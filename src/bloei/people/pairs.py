"""Two people of whom one is spoken about: what both of them may see."""

from typing import Any, NamedTuple

from bloei.foundation.access import Permission
from bloei.people.models import Person


class Pair(NamedTuple):
    """`person` is whom it is about, `other` with whom they talk."""

    person: Person
    other: Person

    def both_may(self, permission: Permission, thing: Any) -> bool:
        """Say whether each of the two may do this to a thing."""
        return permission.allows(self.person, thing) and permission.allows(self.other, thing)
