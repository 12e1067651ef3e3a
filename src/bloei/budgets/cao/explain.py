"""Every reason as a sentence, in Dutch and English.

Plain templates and no gettext: the command line has no Django.
"""

from datetime import date

from bloei.budgets.cao.entries import Reason

_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}

_WORDS = {
    "nl": {
        "training": "opleiding",
        "course": "cursus",
        "coaching": "coaching",
        "career": "loopbaan",
        "career_advice": "loopbaanadvies",
        "conference": "congres",
        "book": "boek",
        "books": "boeken",
        "vitality": "vitaliteit",
        "leave": "verlof",
        "pay": "salaris",
        "hours": "uren",
        "social_goals": "maatschappelijke doelen",
        "hobby": "hobby",
        "driving_licence_b": "rijbewijs B",
        "mandatory_training": "verplichte opleiding",
    },
    "en": {"driving_licence_b": "driving licence B"},
}

_SENTENCES: dict[str, dict[str, str]] = {
    "nl": {
        "lapse": "vervallen: dit was over van de toekenning van {granted_on}",
        "forfeit": "vervallen, omdat het dienstverband op {last_day} eindigde",
        "pay_out": "uitbetaald, omdat het dienstverband op {last_day} eindigde",
        "reclaim": "terug te betalen voorschot, omdat het dienstverband op {last_day} eindigde",
        "waive": "kwijtgescholden voorschot, omdat het dienstverband op {last_day} eindigde",
        "trim": "verlaagd naar het maximum van {cap}, dat hoort bij {hours} uur per week",
        "convert": "omgezet in {to}",
        "spend": "besteed: {purpose}",
        "spend_plain": "besteed",
        "bonus": "{percent}% extra, omdat het naar {purpose} gaat; het eigen deel is {own_part}",
        "opening": "saldo bij de start van Bloei, van de toekenning van {granted_on}",
        "release": "teruggezet: {note}",
        "release_plain": "teruggezet, omdat de besteding niet doorging",
        "correction": "correctie: {note}",
        "not_yet_in_service": "op deze dag was er nog geen dienstverband",
        "not_in_service": "op deze dag was er geen dienstverband meer",
        "mandatory": "verplichte opleiding betaalt de werkgever; die gaat nooit van dit budget af "
        "(art. 7:611a BW)",
        "purpose_excluded": "deze regeling sluit {purpose} uit",
        "purpose_not_allowed": "{purpose} hoort niet bij de doelen van deze regeling",
        "purpose_missing": "noem het doel: deze regeling staat alleen bepaalde doelen toe",
        "too_much": "gevraagd is {asked}, er is {room} beschikbaar",
        "unknown_conversion": "deze regeling kent geen omzetting in {to}",
        "too_young": "omzetten in {to} kan vanaf {age} jaar",
        "over_share": "in deze periode kan nog {left} worden omgezet in {to}",
    },
    "en": {
        "lapse": "lapsed: this was left of the grant of {granted_on}",
        "forfeit": "lapsed, because the employment ended on {last_day}",
        "pay_out": "paid out, because the employment ended on {last_day}",
        "reclaim": "advance to be paid back, because the employment ended on {last_day}",
        "waive": "advance that need not be paid back, as the employment ended on {last_day}",
        "trim": "lowered to the maximum of {cap}, which belongs to {hours} hours a week",
        "convert": "converted into {to}",
        "spend": "spent: {purpose}",
        "spend_plain": "spent",
        "bonus": "{percent}% extra, because it goes to {purpose}; the own part is {own_part}",
        "opening": "balance when Bloei began, of the grant of {granted_on}",
        "release": "put back: {note}",
        "release_plain": "put back, because the spending did not go through",
        "correction": "correction: {note}",
        "not_yet_in_service": "on this day there was no employment yet",
        "not_in_service": "on this day there was no employment any more",
        "mandatory": "mandatory training is paid by the employer; it is never charged to this "
        "budget (art. 7:611a BW)",
        "purpose_excluded": "this scheme excludes {purpose}",
        "purpose_not_allowed": "{purpose} is not among the purposes of this scheme",
        "purpose_missing": "name the purpose: this scheme allows certain purposes only",
        "too_much": "{asked} was asked, {room} is available",
        "unknown_conversion": "this scheme knows no conversion into {to}",
        "too_young": "conversion into {to} is possible from the age of {age}",
        "over_share": "in this period {left} can still be converted into {to}",
    },
}

_GRANT = {
    "nl": {
        "year": "jaarlijkse toekenning {year}",
        "month": "maandelijkse toekenning {month}",
        "block": "toekenning voor de periode vanaf {day}",
        "joining": "toekenning bij de start van het dienstverband op {day}",
        "fixed": "eenmalige toekenning voor {day} tot en met {until}",
        "add": "({base} + {add} vanaf {age} jaar)",
        "percent": "{base}% van {pay}",
        "hours": "{hours} uur x uurloon {wage} ({formula} uur, afgerond)",
        "minimum": "het minimum is {minimum}",
        "withheld": "{withheld} daarvan is niet toegekend, want het tegoed is hoogstens {cap}",
        "filled": "{filled} daarvan vult het voorschot aan",
        "unit": " uur",
    },
    "en": {
        "year": "yearly grant {year}",
        "month": "monthly grant {month}",
        "block": "grant for the period from {day}",
        "joining": "grant at the start of the employment on {day}",
        "fixed": "one-off grant for {day} up to and including {until}",
        "add": "({base} + {add} from the age of {age})",
        "percent": "{base}% of {pay}",
        "hours": "{hours} hours x hourly wage {wage} ({formula} hours, rounded)",
        "minimum": "the minimum is {minimum}",
        "withheld": "{withheld} of it is not granted, as the balance is at most {cap}",
        "filled": "{filled} of it fills the advance",
        "unit": " hours",
    },
}


def explain(reason: Reason, language: str = "nl") -> str:
    """One sentence for people, without capital and full stop; language is "nl" or "en"."""
    if language not in _SENTENCES:
        language = "en"
    if reason.code == "grant":
        return _grant(reason.params, language)
    params = {name: _shown(name, value, language) for name, value in reason.params.items()}
    code = reason.code
    if (code == "spend" and not params.get("purpose")) or (
        code == "release" and not params.get("note")
    ):
        code += "_plain"
    sentence = _SENTENCES[language][code].format(**params)
    if code == "correction" and "short" in params:
        rest = "{short} was al besteed" if language == "nl" else "{short} was spent already"
        sentence += "; " + rest.format(**params)
    return sentence


def long_date(iso: str, language: str) -> str:
    """1 januari 2021, 1 January 2021."""
    day = date.fromisoformat(iso)
    return f"{day.day} {_MONTHS[language].split()[day.month - 1]} {day.year}"


def number(text: str, language: str, *, decimals: int = 0) -> str:
    """A plain number as people write it: 4.500,00 in Dutch, 4,500.00 in English."""
    whole, _, rest = text.partition(".")
    rest = rest.ljust(decimals, "0")
    grouped = f"{int(whole):,}"
    if language == "nl":
        grouped = grouped.replace(",", ".")
    point = "," if language == "nl" else "."
    return f"{grouped}{point}{rest}" if rest else grouped


_AMOUNTS = {"cap", "own_part", "asked", "room", "left", "short", "withheld", "filled", "minimum"}


def _shown(name: str, value: str | int, language: str) -> str:
    if name in {"granted_on", "last_day"}:
        return long_date(str(value), language)
    if name in {"purpose", "to"}:
        text = str(value)
        return _WORDS[language].get(text, text.replace("_", " "))
    if name in _AMOUNTS or name == "hours":
        return number(str(value), language)
    return str(value)


def _grant(params: dict[str, str | int], language: str) -> str:
    words = _GRANT[language]
    day = long_date(str(params["on"]), language)
    kind = str(params["kind"])
    if kind == "fixed":
        until = long_date(str(params["until"]), language)
        sentence = words["fixed"].format(day=day, until=until)
    else:
        occasion = "joining" if params.get("joining") else str(params["every"])
        month = day.split(" ", 1)[1]
        sentence = words[occasion].format(year=day[-4:], month=month, day=day)
        sentence += ": " + _formula(params, language, kind)
    tails = []
    for name in ("minimum", "withheld", "filled"):
        if name in params:
            figures = {one: _shown(one, params[one], language) for one in _AMOUNTS & params.keys()}
            tails.append(words[name].format(**figures))
    return "; ".join([sentence, *tails])


def _formula(params: dict[str, str | int], language: str, kind: str) -> str:
    """900,00 x 36/36 x 10/12, or whatever the amount was made of."""
    words = _GRANT[language]

    def plain(name: str, decimals: int = 0) -> str:
        return number(str(params[name]), language, decimals=decimals)

    money = 2 if params["unit"] == "EUR" and kind == "amount" else 0
    text = plain("base", money)
    if kind == "percent":
        text = words["percent"].format(base=text, pay=plain("pay", 2))
    if "add" in params:
        text = words["add"].format(base=text, add=plain("add", money), age=params["from_age"])
    if params["unit"] == "HOURS":
        text += words["unit"]
    if "hours" in params:
        text += f" x {plain('hours')}/{plain('fulltime')}"
    if "share" in params:
        text += f" x {params['share']}"
    if kind == "hours_of_pay" and "wage" in params:
        wage, hours = plain("wage", 2), plain("hours_granted")
        text = words["hours"].format(hours=hours, wage=wage, formula=text)
    return text
