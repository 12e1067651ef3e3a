"""Letters with a code for people without a mail address: one page each, for a window envelope."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bloei.foundation import house_style, wording
from bloei.foundation.addresses import address_of
from bloei.foundation.context import appearance
from bloei.people.actions import Letter
from bloei.people.entry_codes import LASTS
from bloei.people.models import EntryCode

if TYPE_CHECKING:
    from bloei.foundation.pdf import Document

WINDOW = 50  # millimetres from the top; the address stands in the window of a C5 envelope


def as_pdf(letters: list[Letter], *, today) -> bytes:
    """Return one page per letter, each in the language of its reader."""
    from bloei.foundation.pdf import Document  # takes 0.3 s to import, and is seldom needed

    title = _("Letters with a code for Bloei")
    pdf = Document(title, translation.get_language() or "nl", margin=25, numbered=False)
    pdf.set_auto_page_break(auto=False)
    ours = appearance()
    logo = house_style.logo_path(ours)
    for at, letter in enumerate(letters):
        if at:
            pdf.add_page()
        pdf.letterhead(ours.name, logo, ours.accent or house_style.OWN_COLOUR)
        with translation.override(letter.person.language):
            _page(pdf, letter, today)
    return pdf.finished()


def _page(pdf: "Document", letter: Letter, today) -> None:
    person = letter.person
    last = today + LASTS[EntryCode.Kind.LETTER]
    language = person.language
    pdf.set_y(WINDOW)
    pdf.words(person.full_name)
    if person.unit:
        pdf.words(person.unit.name)
    pdf.set_y(WINDOW + 45)
    pdf.words(wording.long_date(today, language), after=8)
    pdf.words(pgettext("letter", "Hello %(name)s,") % {"name": person.given_name}, after=4)
    for text in (
        _(
            "With Bloei you see how much time and budget you have for learning, and you find"
            " something good to learn. You choose yourself. You do not need a mail address."
        ),
        _("This is how you begin, on your phone or on a computer:"),
        "1.  " + _("Go to %(address)s") % {"address": settings.URL + address_of("people:letter")},
        "2.  " + _("Fill in your personnel number: %(number)s") % {"number": person.number},
        "3.  " + _("Fill in this code:"),
    ):
        pdf.words(text, after=2.5)
    pdf.words("-".join(letter.code[at : at + 4] for at in (0, 4, 8)), size=20, bold=True, after=4)
    until = {"date": wording.long_date(last, language)}
    for text in (
        "4.  " + _("Choose a password of your own. From then on you sign in with that."),
        _("The code works once, until %(date)s. Keep this letter to yourself until then.") % until,
        _("Does it not work? Ask HR for a new letter, or a colleague to have a look with you."),
    ):
        pdf.words(text, after=2.5)
