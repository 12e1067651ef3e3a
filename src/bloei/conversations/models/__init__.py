"""What the conversations room remembers: talks of two, and meetings of a team."""

from bloei.conversations.models.meetings import Rhythm, TeamMeeting, Tip
from bloei.conversations.models.talks import (
    KINDS,
    OCCASIONS,
    RETURNS,
    STATES,
    AgendaPoint,
    Conversation,
    HelpAsked,
    Notes,
    Outcome,
    Preparation,
    TalkTerms,
    Viewing,
)

__all__ = [
    "KINDS",
    "OCCASIONS",
    "RETURNS",
    "STATES",
    "AgendaPoint",
    "Conversation",
    "HelpAsked",
    "Notes",
    "Outcome",
    "Preparation",
    "Rhythm",
    "TalkTerms",
    "TeamMeeting",
    "Tip",
    "Viewing",
]
