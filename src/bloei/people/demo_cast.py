"""Who can be with one click in the demo, and what for."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Member:
    """One of the cast: personnel number, name, who it is, what one sees."""

    number: str
    name: str
    who: Any
    sees: Any
    tone: str


ONE_CLICK_CAST = (
    Member("1003", "Eva de Vries", _("Employee at the customer desk"),
           _("Time, budget, something good to learn"), "leaf"),
    Member("1002", "Mo Bulut", _("Eva's manager"), _("Team, decisions, whom to talk with"), "sun"),
    Member("1006", "Hanan el Amrani", _("HR adviser"), _("Schemes, people, invitations"), "sky"),
    Member("1007", "Joost Vermeer", _("L&D officer"), _("Offers, campaigns, effect"), "lilac"),
    Member("1005", "Stan Jansen", _("Employee of another department"),
           _("Sees nothing of Eva"), "mist"),
    Member("1008", "Ria Hoekstra", _("Works council"), _("What is recorded, and why"), "sky"),
    Member("1009", "Sam Bos", _("Administrator"), _("Roles and connections"), "mist"),
)  # fmt: skip
