"""The spine: what one can learn from, who takes part in it, what was learned, what is wanted."""

from bloei.learning.models.offers import Kind, Offer, OfferWord, Provider, Skill
from bloei.learning.models.participations import STATE_WORDS, Participation
from bloei.learning.models.records import Audience, Record, RecordKind
from bloei.learning.models.wishes import Dismissal, Goal, Interest, WayOfLearning

__all__ = [
    "STATE_WORDS",
    "Audience",
    "Dismissal",
    "Goal",
    "Interest",
    "Kind",
    "Offer",
    "OfferWord",
    "Participation",
    "Provider",
    "Record",
    "RecordKind",
    "Skill",
    "WayOfLearning",
]
