"""Who works here: persons, units, employments, leaders and roles, each with its dates.

What stands in a `during` is history and stays. What is true today only (`Person.unit`,
`UnitClosure`, `Lead`) is rebuilt from it by `people.actions` on a change and every night.
"""

from bloei.people.models.dated import Dated, DatedQuerySet, SameRow, never_twice
from bloei.people.models.employments import Employment, EmploymentTerm
from bloei.people.models.entrance import EntryCode, SignInCount
from bloei.people.models.leading import Deputy, Lead, RoleGrant, UnitLeader
from bloei.people.models.persons import Person
from bloei.people.models.units import Unit, UnitClosure, UnitPlacement

__all__ = [
    "Dated",
    "DatedQuerySet",
    "Deputy",
    "Employment",
    "EmploymentTerm",
    "EntryCode",
    "Lead",
    "Person",
    "RoleGrant",
    "SameRow",
    "SignInCount",
    "Unit",
    "UnitClosure",
    "UnitLeader",
    "UnitPlacement",
    "never_twice",
]
