"""The kinds of employment that Bloei tells apart, for a cao may leave some out. Pure.

The words are those of HR systems and of files, in Dutch and English.
"""

import unicodedata

_WORDS = {
    "permanent": (
        "permanent vast vastcontract vastdienstverband vasteaanstelling onbepaaldetijd onbepaald"
        " onbepaaldetijdvast vastonbepaaldetijd contractvooronbepaaldetijd obt o regulier"
        " arbeidsovereenkomstonbepaaldetijd arbeidsovereenkomstvooronbepaaldetijd"
        " contractonbepaaldetijd dienstverbandonbepaaldetijd regular indefinite openended"
    ),
    "temporary": (
        "temporary fixedterm tijdelijk tijdelijkcontract tijdelijkdienstverband bepaaldetijd"
        " bepaald tijdelijkeaanstelling contractvoorbepaaldetijd bt b tijdelijkbepaaldetijd"
        " arbeidsovereenkomstbepaaldetijd arbeidsovereenkomstvoorbepaaldetijd jaarcontract"
        " contractbepaaldetijd dienstverbandbepaaldetijd fixed fixedtermcontract"
    ),
    "agency": (
        "agency uitzend uitzendkracht uitzendbureau inhuur ingeleend inleen payroll detachering"
        " agencyworker temp secondment seconded"
    ),
    "on_call": (
        "oncall oproep oproepkracht oproepcontract nuluren nulurencontract 0uren minmax"
        " minmaxcontract flex flexcontract invalkracht zerohours zerohourscontract casual flexible"
    ),
    "student": "student bijbaan bijbaanstudent studentmedewerker werkstudent workingstudent",
    "intern": "intern stage stagiair stagiaire stageovereenkomst internship trainee",
    "apprentice": (
        "apprentice bbl leerling leerarbeidsovereenkomst leerwerkovereenkomst apprenticeship"
    ),
    "holiday_worker": (
        "holidayworker vakantiekracht vakantiewerk vakantiewerker vakantiehulp holidayhelp seasonal"
        " seasonalworker seizoen seizoenskracht seizoenswerk"
    ),
    "weekend_help": "weekendhelp weekendhulp weekendkracht weekendmedewerker zaterdaghulp",
    "volunteer": "volunteer vrijwilliger",
    "self_employed": (
        "selfemployed zzp zzper zelfstandige freelance freelancer contractor independent"
    ),
    "other": "other anders overig overige idjob idbaan",
}
KINDS = tuple(_WORDS)
_KIND_OF = {word: kind for kind, words in _WORDS.items() for word in words.split()}


def kind_of(text: str) -> str | None:
    """Return the kind that a word stands for ("Fixed-term": temporary); None: not known."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return _KIND_OF.get("".join(sign for sign in decomposed if sign.isascii() and sign.isalnum()))
