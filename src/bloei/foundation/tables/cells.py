"""What stands in a cell, as text. Pure."""

import unicodedata
from datetime import datetime


def plain(text: str) -> str:
    """Return lower case letters and digits only, accents folded: how headings are compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if sign.isalnum() and sign.isascii())


def text_of(cell) -> str:
    """Return a cell as a person would read it, for texts and for reports of problems."""
    if isinstance(cell, str):
        return _tidy(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, float):
        # 1001.0 is how a spreadsheet keeps personnel number 1001.
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else str(cell)
    return str(cell)


def _tidy(text: str) -> str:
    # ="00123" is how a CSV keeps a spreadsheet from eating the zeros.
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(s if s.isprintable() or s == "\u200d" else " " for s in composed)
    return " ".join(kept.split())
