"""Letters with a code for people without a mail address: one page each, for a window envelope."""

import unicodedata

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bloei.foundation import wording
from bloei.people.actions import Letter
from bloei.people.entry_codes import LASTS
from bloei.people.models import EntryCode

MARGIN, WINDOW = 25, 50  # millimetres; the address stands in the window of a C5 envelope
LEAF = (11, 74, 56)


def as_pdf(letters: list[Letter], *, organisation: str, today) -> bytes:
    """Return one page per letter, each in the language of its reader."""
    from fpdf import FPDF  # takes 0.2 s to import, and is seldom needed

    pdf = FPDF(format="A4")
    pdf.set_margins(MARGIN, 20, MARGIN)
    pdf.set_auto_page_break(auto=False)
    pdf.set_title(_("Letters with a code for Bloei"))
    for letter in letters:
        with translation.override(letter.person.language):
            _page(pdf, letter, organisation, today)
    return bytes(pdf.output())


def _page(pdf, letter: Letter, organisation: str, today) -> None:
    person = letter.person
    last = today + LASTS[EntryCode.Kind.LETTER]
    language = person.language
    pdf.add_page()
    _line(pdf, organisation, size=14, bold=True, colour=LEAF)
    pdf.set_y(WINDOW)
    _line(pdf, person.full_name)
    if person.unit:
        _line(pdf, person.unit.name)
    pdf.set_y(WINDOW + 45)
    _line(pdf, wording.long_date(today, language), after=8)
    _line(pdf, pgettext("letter", "Hello %(name)s,") % {"name": person.given_name}, after=4)
    for text in (
        _(
            "With Bloei you see how much time and budget you have for learning, and you find"
            " something good to learn. You choose yourself. You do not need a mail address."
        ),
        _("This is how you begin, on your phone or on a computer:"),
        "1.  " + _("Go to %(address)s") % {"address": settings.URL + reverse("people:letter")},
        "2.  " + _("Fill in your personnel number: %(number)s") % {"number": person.number},
        "3.  " + _("Fill in this code:"),
    ):
        _line(pdf, text, after=2.5)
    _line(pdf, "-".join(letter.code[at : at + 4] for at in (0, 4, 8)), size=20, bold=True, after=4)
    until = {"date": wording.long_date(last, language)}
    for text in (
        "4.  " + _("Choose a password of your own. From then on you sign in with that."),
        _("The code works once, until %(date)s. Keep this letter to yourself until then.") % until,
        _("Does it not work? Ask HR for a new letter, or a colleague to have a look with you."),
    ):
        _line(pdf, text, after=2.5)


def _line(pdf, text: str, *, size=11, bold=False, colour=(20, 28, 24), after=0.0) -> None:
    pdf.set_font("helvetica", "B" if bold else "", size)
    pdf.set_text_color(*colour)
    pdf.multi_cell(0, size * 0.5, printable(text), new_x="LMARGIN", new_y="NEXT")
    pdf.ln(after)


def printable(text: str) -> str:
    """Return text in the signs that the built-in font of every reader has (Latin 1).

    A letter it lacks is written without its accent, so a name stays readable.
    """
    text = text.translate(str.maketrans("–—‘’“”ŁłĐđıŞş", "--''\"\"LlDdiSs"))
    return "".join(_sign(sign) for sign in text)


def _sign(sign: str) -> str:
    try:
        sign.encode("latin-1")
    except UnicodeEncodeError:
        plain = unicodedata.normalize("NFKD", sign).encode("latin-1", "ignore").decode()
        return plain or "?"
    return sign
