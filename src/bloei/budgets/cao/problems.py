"""What is wrong with a file: one clear sentence per mistake, with the place."""

from typing import NamedTuple

# The sentences stand here and not in a gettext catalogue: the command line has no Django.
_SENTENCES: dict[str, tuple[str, str]] = {
    "not_toml": ("dit is geen geldig TOML-bestand: {detail}.", "this is not valid TOML: {detail}."),
    "not_json": ("dit is geen geldig JSON-bestand: {detail}.", "this is not valid JSON: {detail}."),
    "not_text": ("het bestand is geen tekst in UTF-8.", "the file is not text in UTF-8."),
    "unreadable": ("het bestand is niet te lezen: {detail}.", "the file cannot be read: {detail}."),
    "no_scheme": (
        "er is geen regeling met deze naam en geen bestand op deze plek.",
        "there is no scheme of this name and no file in this place.",
    ),
    "twice": ("deze sleutel staat er twee keer.", "this key is there twice."),
    "unknown": ("deze sleutel bestaat niet.", "this key does not exist."),
    "unknown_near": (
        'deze sleutel bestaat niet. Bedoel je "{near}"?',
        'this key does not exist. Do you mean "{near}"?',
    ),
    "unknown_top": (
        "deze sleutel bestaat hier niet. Zet hem boven de eerste tabel.",
        "this key does not exist here. Put it above the first table.",
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
    "not_a_date": (
        "hier hoort een datum zoals 2021-01-01 zonder aanhalingstekens, niet {got}.",
        "a date such as 2021-01-01 without quotation marks is needed here, not {got}.",
    ),
    "not_a_date_text": (
        'hier hoort een datum zoals "2021-01-31", niet {got}.',
        'a date such as "2021-01-31" is needed here, not {got}.',
    ),
    "not_a_month_day": (
        'hier hoort een maand en een dag zoals "01-31", niet {got}.',
        'a month and a day such as "01-31" is needed here, not {got}.',
    ),
    "leap_day": (
        "29 februari is er niet elk jaar. Kies een andere dag.",
        "29 February does not come every year. Choose another day.",
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
    "not_above_zero": ("dit moet meer zijn dan nul.", "this must be more than zero."),
    "too_fine": (
        "{got} is te precies: het kleinste is een {smallest}.",
        "{got} is too precise: the smallest is one {smallest}.",
    ),
    "one_of": (
        "kies precies een van {options}; nu staat er: {got}.",
        "choose exactly one of {options}; found: {got}.",
    ),
    "at_most_one_of": (
        "kies hoogstens een van {options}; nu staat er: {got}.",
        "choose at most one of {options}; found: {got}.",
    ),
    "only_with": (
        'dit kan alleen met every = "{every}".',
        'this is only possible with every = "{every}".',
    ),
    "not_with": (
        'dit kan niet met every = "{every}".',
        'this is not possible with every = "{every}".',
    ),
    "not_with_pay": (
        "dit kan niet bij een regeling met percent of hours_of_pay.",
        "this is not possible in a scheme with percent or hours_of_pay.",
    ),
    "needs": ("hiervoor is ook {other} nodig.", "this also needs {other}."),
    "until_before_from": (
        "het einde ({until}) ligt voor het begin ({start}).",
        "the end ({until}) is before the beginning ({start}).",
    ),
    "overlap": (
        "deze rij overlapt met de rij vanaf {start}.",
        "this row overlaps with the row from {start}.",
    ),
    "whole_minutes": (
        "de afronding moet een heel aantal minuten zijn, zoals 0.05, 0.1, 0.25, 0.5 of 1 uur.",
        "the rounding must be a whole number of minutes, such as 0.05, 0.1, 0.25, 0.5 or 1 hour.",
    ),
    "whole_cents": (
        "de afronding moet een heel aantal centen zijn.",
        "the rounding must be a whole number of cents.",
    ),
    "gone_at_once": (
        "zo vervalt een toekenning op de dag zelf. Kies 1 of meer, of at_end_of_month.",
        "a grant would lapse on its own day. Choose 1 or more, or at_end_of_month.",
    ),
    "lapses_too_early": (
        "dit ligt voor granted_before: een toekenning zou vervallen voordat zij er is.",
        "this is before granted_before: a grant would lapse before it is there.",
    ),
    "factor_below_one": ("een factor is 1 of meer.", "a factor is 1 or more."),
    "share_above_one": ("een deel is hoogstens 1.", "a share is at most 1."),
}


class Problem(NamedTuple):
    """One mistake: the place ("grant.rates[2].amount"), a code, and what the sentence names."""

    place: str
    code: str
    params: dict[str, str]

    def text(self, language: str = "nl") -> str:
        dutch, english = _SENTENCES[self.code]
        sentence = (english if language == "en" else dutch).format(**self.params)
        return f"{self.place}: {sentence}"


class Refused(Exception):
    """A file that cannot be used; `problems` holds all mistakes at once."""

    def __init__(self, problems: list[Problem]):
        super().__init__("; ".join(problem.text("en") for problem in problems))
        self.problems = problems
