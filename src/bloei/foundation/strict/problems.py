"""What is wrong with a file: one clear sentence per mistake, with the place."""

from typing import NamedTuple

# The sentences stand here and not in a gettext catalogue: commands on files have no Django.
# Who reads files of their own adds what may be wrong with those.
SENTENCES: dict[str, tuple[str, str]] = {
    "not_json": ("dit is geen geldig JSON-bestand: {detail}.", "this is not valid JSON: {detail}."),
    "not_text": ("het bestand is geen tekst in UTF-8.", "the file is not text in UTF-8."),
    "half_sign": (
        "er staat een half teken in ({got}); dat is geen tekst.",
        "it holds half of a sign ({got}); that is no text.",
    ),
    "unreadable": ("het bestand is niet te lezen: {detail}.", "the file cannot be read: {detail}."),
    "twice": ("deze sleutel staat er twee keer.", "this key is there twice."),
    "unknown": ("deze sleutel bestaat niet.", "this key does not exist."),
    "unknown_near": (
        'deze sleutel bestaat niet. Bedoel je "{near}"?',
        'this key does not exist. Do you mean "{near}"?',
    ),
    "missing": ("dit ontbreekt.", "this is missing."),
    "not_a_text": (
        "hier hoort een tekst tussen aanhalingstekens, niet {got}.",
        "a text between quotation marks is needed here, not {got}.",
    ),
    "empty_text": ("deze tekst is leeg.", "this text is empty."),
    "not_a_number": (
        'hier hoort een getal als tekst met een punt, zoals "12.50", niet {got}.',
        'a number as text with a point is needed here, such as "12.50", not {got}.',
    ),
    "not_an_integer": (
        "hier hoort een heel getal zonder aanhalingstekens, niet {got}.",
        "a whole number without quotation marks is needed here, not {got}.",
    ),
    "out_of_range": (
        "dit moet tussen {low} en {high} liggen, niet {got}.",
        "this must lie between {low} and {high}, not {got}.",
    ),
    "not_a_flag": (
        "hier hoort true of false, niet {got}.",
        "true or false is needed here, not {got}.",
    ),
    "not_a_date_text": (
        'hier hoort een datum zoals "2021-01-31", niet {got}.',
        'a date such as "2021-01-31" is needed here, not {got}.',
    ),
    "not_a_choice": (
        "hier hoort een van {options}, niet {got}.",
        "one of {options} is needed here, not {got}.",
    ),
    "not_a_list": ("hier hoort een lijst, niet {got}.", "a list is needed here, not {got}."),
    "not_a_table": (
        "hier hoort een groep met sleutels, niet {got}.",
        "a group of keys is needed here, not {got}.",
    ),
    "negative": (
        "dit kan niet minder zijn dan nul, en hier staat {got}.",
        "this cannot be less than zero; found {got}.",
    ),
    "not_above_zero": ("dit moet meer zijn dan nul.", "this must be more than zero."),
    "too_fine": (
        "{got} is te precies: het kleinste is een {smallest}.",
        "{got} is too precise: the smallest is one {smallest}.",
    ),
}


class Mistake(NamedTuple):
    """One mistake: the place ("grant.rates[2].amount"), a code, and what the sentence names."""

    place: str
    code: str
    params: dict[str, str]

    def text(self, language: str = "nl") -> str:
        dutch, english = SENTENCES[self.code]
        sentence = (english if language == "en" else dutch).format(**self.params)
        return f"{self.place}: {sentence}" if self.place else sentence


class Refused(Exception):
    """A file that cannot be used; `problems` holds all mistakes at once."""

    def __init__(self, problems: list[Mistake]):
        super().__init__("; ".join(problem.text("en") for problem in problems))
        self.problems = problems
