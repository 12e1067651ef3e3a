"""What each step of a team meeting is called, asks, and says under it."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "look_back": _("Looking back"),
    "tips": _("Tips for each other"),
    "in_the_way": _("What gets in the way?"),
    "agreement": _("One agreement"),
}
QUESTIONS = {
    "look_back": _("What came of what we agreed last time?"),
    "tips": _("Which tip helped you with learning this week?"),
    "in_the_way": _("What gets in the way of learning, and what can we change ourselves?"),
    "agreement": _("What do we try until the next meeting?"),
}
HINTS = {
    "look_back": _("Go past each agreement: did it work, and what did it bring?"),
    "tips": _("Everybody one tip, one minute. What did you do, and what did it bring?"),
    "in_the_way": _("Name one thing. Look at the table: where is there room this week?"),
    "agreement": _("One experiment, small enough for this week. Who does what, by when?"),
}
