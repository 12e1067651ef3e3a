"""What can be wrong with an instance, besides what can be wrong with any file."""

from bloei.foundation.strict.problems import SENTENCES, Mistake, Refused

__all__ = ["Mistake", "Refused"]

SENTENCES |= {
    "not_a_moment": (
        'hier hoort een tijd zoals "2026-11-23T09:00", zonder zone, niet {got}.',
        'a time such as "2026-11-23T09:00", without a zone, is needed here, not {got}.',
    ),
    "between_slots": (
        "{got} is geen grens van een tijdvak: een dag heeft tijdvakken van {slot} minuten.",
        "{got} is no border of a slot: a day has slots of {slot} minutes.",
    ),
    "no_time_between": (
        "het einde ({until}) ligt niet na het begin ({start}).",
        "the end ({until}) is not after the beginning ({start}).",
    ),
    "no_whole_slots": (
        "{got} minuten is geen heel aantal tijdvakken van {slot} minuten.",
        "{got} minutes is no whole number of slots of {slot} minutes.",
    ),
    "no_whole_day": (
        "een dag past niet in tijdvakken van {got} minuten; kies bijvoorbeeld 15, 30 of 60.",
        "a day does not consist of slots of {got} minutes; choose for example 15, 30 or 60.",
    ),
    "shorter_than_shortest": (
        "het langste blok ({longest} minuten) is korter dan het kortste ({shortest} minuten).",
        "the longest block ({longest} minutes) is shorter than the shortest ({shortest} minutes).",
    ),
    "too_long": (
        "alle tijden samen beslaan {first} tot {last}; dat mag hoogstens {most} dagen zijn.",
        "all times together span {first} until {last}; that may be at most {most} days.",
    ),
    "id_twice": (
        "deze id heeft {other} ook; elke persoon heeft een eigen id.",
        "{other} has this id too; every person has an id of their own.",
    ),
    "no_units": ("noem minstens een team.", "name at least one unit."),
    "unit_twice": ("{got} staat er twee keer.", "{got} is there twice."),
}
