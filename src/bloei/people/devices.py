"""On which devices somebody is signed in, in words that people recognise."""

import re

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _

BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("OPR", "Opera"), ("Chrome", "Chrome"),
            ("CriOS", "Chrome"), ("FxiOS", "Firefox"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
           ("Mac OS X", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"))  # fmt: skip


def named(user_agent: str) -> str:
    """Return "Firefox on Windows"."""
    browser = next((name for sign, name in BROWSERS if re.search(sign, user_agent)), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A device that we do not recognise")


def alive(sessions) -> list[UserSession]:
    """Return the sessions that still exist, the newest first; reading only."""
    rows = list(sessions.order_by("-created_at"))
    keys = {row.session_key for row in rows}
    found = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    living = set(found.values_list("session_key", flat=True))
    return [row for row in rows if row.session_key in living]
