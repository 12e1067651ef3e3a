"""What commands are told: words on the command line as values, refused in a sentence."""

import argparse
import re
from datetime import date

from django.utils.translation import gettext as _


def day(text: str) -> date:
    """Read a day that is written as 2026-11-23, and in no other way."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    words = _("%(text)s is not a day; write it as 2026-11-23.") % {"text": text}
    raise argparse.ArgumentTypeError(words)
