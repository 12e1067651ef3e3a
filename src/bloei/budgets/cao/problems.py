"""What can be wrong with a scheme or a person file, besides what can be wrong with any file."""

from bloei.foundation.strict.problems import SENTENCES, Mistake, Refused

__all__ = ["Mistake", "Refused"]

SENTENCES |= {
    "not_toml": ("dit is geen geldig TOML-bestand: {detail}.", "this is not valid TOML: {detail}."),
    "no_scheme": (
        "er is geen regeling met deze naam en geen bestand op deze plek.",
        "there is no scheme of this name and no file in this place.",
    ),
    "unknown_top": (
        "deze sleutel bestaat hier niet. Zet hem boven de eerste tabel.",
        "this key does not exist here. Put it above the first table.",
    ),
    "not_a_date": (
        "hier hoort een datum zoals 2021-01-01 zonder aanhalingstekens, niet {got}.",
        "a date such as 2021-01-01 without quotation marks is needed here, not {got}.",
    ),
    "not_a_month_day": (
        'hier hoort een maand en een dag zoals "01-31", niet {got}.',
        'a month and a day such as "01-31" is needed here, not {got}.',
    ),
    "leap_day": (
        "29 februari is er niet elk jaar. Kies een andere dag.",
        "29 February does not come every year. Choose another day.",
    ),
    "unknown_kind": (
        "{got} is geen soort contract dat Bloei kent; kies uit {known}.",
        "{got} is no kind of contract that Bloei knows; choose from {known}.",
    ),
    "born_in_the_future": (
        "deze geboortedatum ({got}) ligt na vandaag.",
        "this date of birth ({got}) lies after today.",
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
