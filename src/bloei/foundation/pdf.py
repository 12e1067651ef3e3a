"""Documents to print, as PDF, in the font of the screen.

The two fonts in `fonts/` are Inter (OFL-1.1), cut from the variable font of the vendored
package to one weight each, with the letters of all languages in Latin script; see fonts/README.md.
A sign that the font does not have is printed as a question mark, never as an error.
"""

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from fpdf import FPDF
from PIL import Image

FONTS = Path(__file__).parent / "fonts"
_REGULAR, _BOLD = FONTS / "inter-400.ttf", FONTS / "inter-650.ttf"
_INK, _QUIET, _LINE = (23, 32, 28), (87, 97, 91), (214, 219, 213)
_LOGO_WIDE, _LOGO_HIGH = 60, 16  # millimetres
_SIGNS_A_LINE = 80


@cache
def _letters() -> frozenset[int]:
    with TTFont(_REGULAR) as font:
        return frozenset(font.getBestCmap())


def printable(text: str) -> str:
    """Return the text with a question mark for every sign that cannot be printed."""
    known = _letters()
    plain = text.replace("\r\n", "\n").replace("\t", " ")
    return "".join(sign if sign == "\n" or ord(sign) in known else "?" for sign in plain)


class Document(FPDF):
    """A document on A4 with page numbers; written from top to bottom."""

    def __init__(self, subject: str, language: str, *, margin: int = 20, numbered: bool = True):
        """Begin the first page; `margin` left and right in millimetres."""
        super().__init__(format="A4")
        self.is_numbered = numbered
        self.set_margins(margin, 20, margin)
        self.set_auto_page_break(True, margin=22)
        self.add_font("inter", "", _REGULAR)
        self.add_font("inter", "B", _BOLD)
        self.set_title(printable(subject))
        self.set_lang(language)
        self.set_creator("Bloei")
        self.alias_nb_pages()
        self.add_page()

    def footer(self) -> None:
        if not self.is_numbered:
            return
        self.set_y(-15)
        self._font(8, _QUIET)
        self.cell(0, 5, f"{self.page_no()} / {{nb}}", align="R")

    def letterhead(self, organisation: str, logo: Path | None, colour: str = "") -> None:
        """Write who sends this: their logo, else their name, in a colour such as "#0b5c44"."""
        if logo is not None:
            with Image.open(logo) as picture:
                ratio = picture.width / picture.height
            self.image(logo, h=min(_LOGO_HIGH, _LOGO_WIDE / ratio))
            self.ln(4)
            return
        ink = tuple(bytes.fromhex(colour[1:])) if colour else _INK
        self.words(organisation, size=14, bold=True, colour=ink, after=3)

    def words(
        self,
        text: str,
        *,
        size: float = 11,
        bold: bool = False,
        colour: tuple[int, ...] = _INK,
        after: float = 0,
    ) -> None:
        """Write text over the whole width; `size` in points, `after` in millimetres."""
        self._font(size, colour, "B" if bold else "")
        self._write(text, size * 0.5)
        self.ln(after)

    def headline(self, text: str) -> None:
        self._font(20, _INK, "B")
        self._write(text, 9)
        self.ln(1)

    def paragraph(self, text: str, *, quiet: bool = False) -> None:
        self._font(10, _QUIET if quiet else _INK)
        self._write(text, 5)
        self.ln(3)

    def section(self, text: str, aside: str = "") -> None:
        """Write a heading, with a few words at the right edge."""
        if self.will_page_break(30):
            self.add_page()
        self.ln(4)
        self._font(13, _INK, "B")
        self.cell(self.epw / 2, 8, printable(text))
        self._font(10, _QUIET)
        self.cell(self.epw / 2, 8, printable(aside), align="R", new_x="LMARGIN", new_y="NEXT")

    def entry(self, what: str, facts: str, note: str = "") -> None:
        """Write one thing: its name, a line of facts, perhaps a note; kept together."""
        height = 14 + 5 * (len(what) // _SIGNS_A_LINE) + 5 * (len(note) // _SIGNS_A_LINE)
        if self.will_page_break(min(height, 120)):
            self.add_page()
        self.set_draw_color(*_LINE)
        self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())
        self.ln(2)
        self._font(10.5, _INK, "B")
        self._write(what, 5)
        self._font(9, _QUIET)
        self._write(facts, 4.5)
        if note:
            self._font(9.5, _INK)
            self._write(note[:1500], 4.8)
        self.ln(2)

    def finished(self) -> bytes:
        return bytes(self.output())

    def _font(self, size: float, colour: tuple[int, ...], style: str = "") -> None:
        self.set_font("inter", style, size)
        self.set_text_color(*colour)

    def _write(self, text: str, height: float) -> None:
        self.multi_cell(0, height, printable(text), align="L", new_x="LMARGIN", new_y="NEXT")
