"""Columns that Bloei must not have: citizen service numbers (BSN) and bank accounts.

A column is one by its heading, or because nearly all of its values pass the check
digits: the 11-test of the BSN, modulo 97 of an IBAN. Pure.
"""

import re

from bloei.foundation.tables.cells import plain, text_of

LOOKED_AT = 400
MOST = 0.9
_BSN_HEADING = re.compile(r"bsn|burgerservice|sofi(nummer|nr)|sofinr|fiscaalnummer|socialsecurity")
_BANK_HEADING = re.compile(r"iban|bankrek|bankaccount|rekeningnummer|rekeningnr|gironummer|^bic$")
# 01-02-2015 has eight digits, of which one in eleven passes the 11-test.
_DAY = re.compile(
    r"(0?[1-9]|[12]\d|3[01])[-/. ](0?[1-9]|1[0-2])[-/. ](\d{4}|\d{2})"
    r"|(18|19|20|21)\d{2}[-/. ](0?[1-9]|1[0-2])[-/. ](0?[1-9]|[12]\d|3[01])"
)
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


def sensitive_heading(heading: str) -> str:
    """Return "bsn", "bank" or "" for what a heading promises."""
    bare = plain(heading)
    if _BSN_HEADING.search(bare):
        return "bsn"
    return "bank" if _BANK_HEADING.search(bare) else ""


def sensitive_values(cells: list, *, least: int) -> str:
    """Return "bsn", "bank" or "" for what the values of a column are.

    `least` is how many different values it takes: one in eleven other numbers passes
    the 11-test too, so a column that is used needs more of them than one that is not.
    """
    texts = [text for cell in cells if (text := text_of(cell))][:LOOKED_AT]
    if len(set(texts)) < least:
        return ""
    if sum(is_bsn(text) for text in texts) >= MOST * len(texts):
        return "bsn"
    if sum(is_iban(text) for text in texts) >= MOST * len(texts):
        return "bank"
    return ""


def is_bsn(text: str) -> bool:
    """Say whether a text passes the 11-test of citizen service numbers."""
    if _DAY.fullmatch(text):
        return False
    digits = text.replace(".", "").replace(" ", "").replace("-", "")
    if not (digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 9):
        return False
    digits = digits.zfill(9)
    total = sum(
        int(sign) * weight
        for sign, weight in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=False)
    )
    return total % 11 == 0 and digits.strip("0") != ""


def is_iban(text: str) -> bool:
    """Say whether a text is a bank account with right check digits."""
    bare = text.replace(" ", "").replace(".", "").upper()
    if not _IBAN.fullmatch(bare):
        return False
    turned = bare[4:] + bare[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
