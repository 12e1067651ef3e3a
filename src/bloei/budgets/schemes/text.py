"""A scheme between its text (docs/formats.md 1) and the questions of the form. Pure.

The form knows the rules that most organisations make themselves. A text that says more
stays a text: `answers` returns None for it, and HR edits the text.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from bloei.budgets import cao
from bloei.budgets.cao.dates import BEGINNING, FOREVER

EXAMPLE = "example"


def text_of(answers: Mapping[str, Any]) -> str:
    """Return the text of a scheme for the answers of the form."""
    unit = answers["unit"]
    lines = [
        f"name = {_quoted(answers['name'])}",
        f"title = {_quoted(answers['title'])}",
        f"unit = {_quoted(unit)}",
        f"fulltime_hours = {_quoted(_plain(answers['fulltime_hours']))}",
        f"sources = [{', '.join(_quoted(one) for one in _lines(answers.get('sources', '')))}]",
    ]
    days = [name for name in ("valid_from", "valid_until") if answers.get(name)]
    lines += [f"{name} = {answers[name].isoformat()}" for name in days]
    if answers.get("includes_vat"):
        lines.append("includes_vat = true")
    if answers.get("hours_per_day"):
        lines.append(f"hours_per_day = {_quoted(_plain(answers['hours_per_day']))}")
    if answers.get("status") == EXAMPLE:
        lines.append(f"status = {_quoted(EXAMPLE)}")
    if notes := _lines(answers.get("notes", "")):
        lines.append(f"notes = [{', '.join(_quoted(one) for one in notes)}]")
    return "\n".join([*lines, *_eligibility(answers), *_grant(answers), *_rest(answers), ""])


def _eligibility(answers: Mapping[str, Any]) -> list[str]:
    found = []
    if answers.get("min_hours"):
        found.append(f"min_hours_per_week = {_quoted(_plain(answers['min_hours']))}")
    if answers.get("min_months"):
        found.append(f"min_months_of_service = {int(answers['min_months'])}")
    if kinds := answers.get("excluded_kinds"):
        found.append(f"excluded_kinds = [{', '.join(_quoted(kind) for kind in kinds)}]")
    return ["", "[eligibility]", *found] if found else []


def _grant(answers: Mapping[str, Any]) -> list[str]:
    every = answers["every"]
    found = ["", "[grant]", f"every = {_quoted(every)}"]
    if every == "year":
        found.append(f"on = {_quoted(answers.get('on') or '01-01')}")
    if answers.get("base") == "percent":
        found += [f"percent = {_quoted(_plain(answers['percent']))}", 'of = ["salary"]']
    else:
        found.append(f"amount = {_quoted(units(answers['amount'], answers['unit']))}")
        if answers.get("prorate"):
            found.append("prorate_hours = true")
    if every == "year":
        found.append(f"joining = {_quoted(answers.get('joining') or 'months_left')}")
    return found


def _rest(answers: Mapping[str, Any]) -> list[str]:
    found = []
    if answers.get("cap"):
        found += ["", "[cap]", f"amount = {_quoted(units(answers['cap'], answers['unit']))}"]
        if answers.get("prorate"):
            found.append("prorate_hours = true")
    if (lapse := answers.get("lapse") or "never") != "never":
        if answers["every"] == "year":
            found += ["", "[lapse]", f"after_years = {int(lapse)}"]
        else:
            found += ["", "[lapse]", f"after_months = {12 * max(1, int(lapse))}"]
    if years := int(answers.get("advance") or 0):
        found += ["", "[advance]", f"years = {years}"]
    found += ["", "[leaving]", f"balance = {_quoted(answers.get('leaving') or 'lapse')}"]
    if excluded := _lines(answers.get("excluded", "")):
        found += ["", "[purposes]", f"excluded = [{', '.join(_quoted(one) for one in excluded)}]"]
    found += ["", "[decision]", f"by = {_quoted(answers.get('decides') or 'employee')}"]
    if answers.get("answer_days"):
        found.append(f"answer_within_days = {int(answers['answer_days'])}")
    if grounds := _lines(answers.get("grounds", "")):
        found.append(f"refusal_grounds = [{', '.join(_quoted(one) for one in grounds)}]")
    return found


def answers(rule: cao.Scheme) -> dict[str, Any] | None:
    """Return the answers that make this rule, or None when the form cannot say it all."""
    grant, rate = rule.grant, rule.grant.rates[0] if rule.grant.rates else None
    if rate is None or len(rule.grant.rates) > 1 or grant.every == "block":
        return None
    found = {
        "name": rule.name,
        "title": rule.title,
        "unit": rule.unit,
        "fulltime_hours": rule.fulltime_hours,
        "sources": "\n".join(rule.sources),
        "notes": "\n".join(rule.notes),
        "status": rule.status,
        "valid_from": rule.valid_from if rule.valid_from > BEGINNING else None,
        "valid_until": rule.valid_until if rule.valid_until < FOREVER else None,
        "includes_vat": rule.includes_vat,
        "hours_per_day": rule.hours_per_day,
        "min_hours": rule.eligibility.min_hours_per_week,
        "min_months": rule.eligibility.min_months_of_service,
        "excluded_kinds": sorted(rule.eligibility.excluded_kinds),
        "every": grant.every,
        "on": f"{grant.on_month:02d}-{grant.on_day:02d}",
        "base": rate.kind,
        "prorate": grant.prorate_hours,
        "joining": grant.joining,
        "cap": rule.cap.amount if rule.cap else None,
        "lapse": _lapse(rule),
        "advance": str(rule.advance.years) if rule.advance else "0",
        "leaving": rule.leaving,
        "excluded": "\n".join(sorted(rule.purposes_excluded - {"mandatory_training"})),
        "decides": rule.decision.by,
        "answer_days": rule.decision.answer_within_days,
        "grounds": "\n".join(rule.decision.refusal_grounds),
    }
    if rate.kind == "amount":
        found["amount"] = int(rate.value * rule.per_unit)
    elif rate.kind == "percent":
        found["percent"] = Decimal(rate.value.numerator) / Decimal(rate.value.denominator)
    return found if _says_it_all(found, rule) else None


def _lapse(rule: cao.Scheme) -> str:
    lapse = rule.lapse
    if lapse is None or lapse.how == "never":
        return "never"
    return str(lapse.number if lapse.how == "years" else lapse.number // 12)


def _says_it_all(found: dict[str, Any], rule: cao.Scheme) -> bool:
    """Try it: the text of these answers must be the same rule."""
    try:
        return is_same(cao.read_scheme(text_of(found)), rule)
    except (cao.Refused, KeyError, ValueError):
        return False


def is_same(one: cao.Scheme, other: cao.Scheme) -> bool:
    """Say whether two rules are the same in all that a scheme file can say."""
    names = [field.name for field in fields(cao.Scheme) if field.name != "memory"]
    return all(getattr(one, name) == getattr(other, name) for name in names)


def with_name(text: str, name: str, title: str) -> str:
    """Return the text under another name and title: an own scheme that starts from another."""
    lines = []
    for line in text.splitlines():
        key = line.split("=", 1)[0].strip()
        if key == "name":
            lines.append(f"name = {_quoted(name)}")
        elif key == "title":
            lines.append(f"title = {_quoted(title)}")
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _quoted(value: Any) -> str:
    """Return a TOML string on one line."""
    plain = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(sign if sign.isprintable() else " " for sign in plain) + '"'


def _plain(value: Any) -> str:
    number = Decimal(str(value)).normalize()
    return f"{number:f}"


def units(amount: int, unit: str) -> str:
    """Return cents or minutes as the text holds them: euros or hours."""
    per_unit = 100 if unit == "EUR" else 60
    return f"{Decimal(amount) / per_unit:.2f}"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def first_of_next_month(today: date) -> date:
    """Return the day on which a change usually begins."""
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)
