"""Which column is what: the usual Dutch headings, or what a mapping file says. Pure.

A mapping (TOML) adds to what is recognised; it does not have to name every column:

    [columns]
    number = "Pers.nr"
    salary = ""              # this column is not read

    [kinds]                  # the words of this file for kinds of contract
    "Fase A" = "agency"

    [dates]
    system = 1904            # for a CSV with Excel numbers of the 1904 system
"""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field

from bloei.foundation.tables import Unreadable
from bloei.foundation.tables.cells import plain
from bloei.people.kinds import KINDS

# Per field the heading by which we name it, and others that mean the same, best first.
_HEADINGS: dict[str, tuple[str, str]] = {
    "number": (
        "Medewerkernummer",
        (
            "personeelsnummer medewerkernr personeelsnr persnr persnummer werknemernummer"
            " werknemersnummer werknemernr mdwnr mdwnummer employeenumber employeeid"
            " personnelnumber medewerkerid stamnummer medewerker werknemer nummer number"
        ),
    ),
    "given_name": ("Roepnaam", "voornaam givenname firstname voornamen"),
    "initials": ("Voorletters", "voorletter initialen initials"),
    "infix": (
        "Tussenvoegsel",
        "tussenvoegsels voorvoegsel voorvoegsels voorv tv infix prefix voorvoegselachternaam",
    ),
    "family_name": (
        "Achternaam",
        ("familienaam geslachtsnaam geboortenaam surname lastname familyname achternaammedewerker"),
    ),
    "full_name": ("Naam", "naammedewerker medewerkernaam volledigenaam naamvolledig name fullname"),
    "email": (
        "E-mailadres",
        (
            "emailadreswerk emailwerk werkemail emailzakelijk zakelijkemail zakelijkemailadres"
            " email mailadres mail emailaddress"
        ),
    ),
    "unit_code": (
        "Afdelingscode",
        (
            "afdelingcode codeafdeling afdelingsnummer afdelingnummer afdelingnr afdelingsnr"
            " afdcode oecode organisatorischeeenheidcode codeorganisatorischeeenheid"
            " unitcode teamcode kostenplaatscode kostenplaats"
        ),
    ),
    "unit": (
        "Afdeling",
        (
            "afdelingsnaam afdelingnaam naamafdeling omschrijvingafdeling afdelingomschrijving"
            " afdelingsomschrijving organisatorischeeenheid oe team unit department"
            " omschrijvingkostenplaats"
        ),
    ),
    "parent_unit": (
        "Bovenliggende afdeling",
        (
            "bovenliggendeafdelingscode bovenliggendeafdelingcode codebovenliggendeafdeling"
            " bovenliggende bovenliggendeoe bovenliggendeeenheid hoofdafdeling parentunit"
        ),
    ),
    "function": (
        "Functie",
        "functienaam functieomschrijving omschrijvingfunctie functietitel function jobtitle rol",
    ),
    "manager": (
        "Manager (medewerkernummer)",
        (
            "leidinggevendemedewerkernummer managernummer managernr nummermanager"
            " medewerkernummermanager leidinggevendenummer leidinggevendenr nummerleidinggevende"
            " medewerkernummerleidinggevende personeelsnummerleidinggevende personeelsnummermanager"
            " leidinggevendepersoneelsnummer managerpersoneelsnummer managerid manager"
            " leidinggevende directleidinggevende"
        ),
    ),
    "joined_on": (
        "Datum in dienst",
        (
            "indienst indienstdatum indiensttreding datumindiensttreding datuminindiensttreding"
            " begindatumdienstverband startdatumdienstverband datumaanvangdienstverband indienstper"
            " joinedon startdate startdatum"
        ),
    ),
    "left_on": (
        "Datum uit dienst",
        (
            "uitdienst uitdienstdatum uitdiensttreding datumuitdiensttreding einddatumdienstverband"
            " datumeindedienstverband uitdienstper einddatum einddatumcontract lefton enddate"
        ),
    ),
    "from": (
        "Ingangsdatum",
        (
            "ingangsdatumcontract ingangsdatumrooster begindatumcontract begindatum contractvanaf"
            " startdatumcontract ingangsdatumarbeidsovereenkomst effectivedate"
        ),
    ),
    "employment_number": (
        "Dienstverbandnummer",
        (
            "dienstverband dienstverbandnr dvb dvbnr nummerdienstverband volgnummerdienstverband"
            " dienstverbandvolgnummer ikvnummer ikv inkomstenverhouding"
            " employmentnumber contractnummer"
        ),
    ),
    "hours_per_week": (
        "Uren per week",
        (
            "contracturen contracturenperweek urenweek aantalurenperweek aantaluren urenpw"
            " gemiddeldurenperweek gemiddeldaantalurenperweek arbeidsduur arbeidsduurperweek"
            " werkurenperweek hoursperweek uren hours"
        ),
    ),
    "kind": (
        "Contractsoort",
        (
            "soortcontract contracttype typecontract soortdienstverband dienstverbandsoort"
            " typedienstverband contractvorm soortarbeidsovereenkomst typearbeidsovereenkomst"
            " soortmedewerker kind"
        ),
    ),
    "born_on": ("Geboortedatum", "datumgeboorte gebdatum gebdat bornon dateofbirth birthdate"),
    "cao": ("Cao", "caocode caonaam omschrijvingcao collectievearbeidsovereenkomst"),
    "salary": (
        "Salaris",
        (
            "brutosalaris salarisbruto brutomaandsalaris maandsalaris salarisbrutopermaand"
            " brutosalarispermaand salarispermaand maandsalarisbruto salary"
        ),
    ),
}
USUAL = {name: heading for name, (heading, _others) in _HEADINGS.items()}
_KNOWN = {
    bare: (name, rank)
    for name, (heading, others) in _HEADINGS.items()
    for rank, bare in enumerate((plain(heading), *others.split()))
}
_ALSO_A_FIELD = {
    "from_on": "from", "first_name": "given_name", "last_name": "family_name", "prefix": "infix",
    "hours": "hours_per_week", "until": "left_on", "left": "left_on", "joined": "joined_on",
    "parent": "parent_unit", "unit_name": "unit", "contract_kind": "kind", "born": "born_on",
    "birth_date": "born_on", "employment": "employment_number", "manager_number": "manager",
    "employed_from": "joined_on", "employed_until": "left_on", "unit_parent": "parent_unit",
}  # fmt: skip
SYSTEMS = (1900, 1904)
# Without these nobody has a name, a team or a right budget; one of a row is enough.
_NEEDED = (
    ("family_name", "full_name"), ("hours_per_week",), ("joined_on", "from"),
    ("unit", "unit_code"), ("cao",), ("salary",),
)  # fmt: skip
# What every budget needs; a cao and a salary only some do.
ALWAYS = frozenset({"family_name", "hours_per_week", "joined_on", "unit"})


@dataclass(slots=True, frozen=True)
class Mapping:
    """What a person said about the columns; empty: only what is recognised."""

    columns: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    system: int | None = None


def recognised(cells: list) -> int:
    """Return how many different fields are recognised in a row."""
    return len({_KNOWN[bare][0] for cell in cells if (bare := _bare(cell)) in _KNOWN})


def recogniser(mapping: Mapping):
    """Return a counter of headings that also counts those of the mapping."""
    said = {plain(heading) for heading in mapping.columns.values() if heading}

    def count(cells: list) -> int:
        return recognised(cells) + len({_bare(cell) for cell in cells} & said)

    return count


def _bare(cell) -> str:
    return plain(cell) if isinstance(cell, str) else ""


def read_mapping(text: str) -> Mapping:
    """Return the mapping in a TOML file. Raises Unreadable, naming what is not understood."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise Unreadable("mapping_not_toml", why=str(trouble)) from None
    for key in written:
        if key not in ("columns", "kinds", "dates"):
            raise Unreadable("mapping_unknown_key", key=key)
    columns = {_field(key): _text(key, value) for key, value in _part(written, "columns").items()}
    kinds = {}
    for word, kind in _part(written, "kinds").items():
        if kind not in KINDS:
            raise Unreadable("mapping_unknown_kind", key=word, known=", ".join(sorted(KINDS)))
        kinds[plain(word)] = kind
    dates = _part(written, "dates")
    for key in dates:
        if key != "system":
            raise Unreadable("mapping_unknown_key", key=f"dates.{key}")
    system = dates.get("system")
    if system is not None and system not in SYSTEMS:
        raise Unreadable("mapping_unknown_system")
    return Mapping(columns, kinds, system)


def mapping_of(columns: dict[str, str]) -> Mapping:
    """Return the mapping of a choice on screen: what was not chosen is not read."""
    return Mapping(dict.fromkeys(USUAL, "") | columns)


def _part(written: dict, name: str) -> dict:
    part = written.get(name, {})
    if not isinstance(part, dict):
        raise Unreadable("mapping_not_a_table", key=name)
    return part


def _field(key: str) -> str:
    name = _ALSO_A_FIELD.get(key, key)
    if name in _HEADINGS:
        return name
    if found := _KNOWN.get(plain(key)):
        return found[0]
    raise Unreadable("mapping_unknown_column", key=key, known=", ".join(_HEADINGS))


def _text(key: str, value) -> str:
    if not isinstance(value, str):
        raise Unreadable("mapping_not_a_text", key=key)
    return value


def columns_of(headings: list[str], mapping: Mapping) -> dict[str, int]:
    """Return the column of each field. Raises Unreadable when the mapping names another.

    When two headings mean the same field, the one nearest to the usual heading is taken.
    """
    bare = [plain(heading) for heading in headings]
    found: dict[str, int] = {}
    for name, heading in mapping.columns.items():
        if heading:
            found[name] = _place(heading, headings, bare)
    taken = set(found.values())
    ranked: dict[str, tuple[int, int]] = {}
    for at, text in enumerate(bare):
        name, rank = _KNOWN.get(text, ("", 0))
        if name and name not in mapping.columns and at not in taken:
            ranked[name] = min(ranked.get(name, (rank, at)), (rank, at))
    found.update({name: at for name, (_rank, at) in ranked.items()})
    if "family_name" in found:
        found.pop("full_name", None)
    return found


def lacking(fields: Collection[str]) -> list[str]:
    """Return what is needed for right budgets and is in none of these fields."""
    return [names[0] for names in _NEEDED if not set(names) & set(fields)]


def _place(heading: str, headings: list[str], bare: list[str]) -> int:
    if heading in headings:
        return headings.index(heading)
    wanted = plain(heading)
    if wanted and wanted in bare:
        return bare.index(wanted)
    raise Unreadable("mapping_no_such_heading", heading=heading)


def heading_set(headings: list[str]) -> str:
    """Return what a set of headings is remembered by, whatever their order."""
    return " ".join(sorted({plain(heading) for heading in headings} - {""}))
