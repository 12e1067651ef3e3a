"""A scheme in sentences, for HR and for everybody under it."""

from fractions import Fraction

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from bloei.budgets import cao
from bloei.budgets.cao.scheme import Rate
from bloei.foundation import money, wording


def sentences(rule: cao.Scheme) -> list[dict[str, str]]:
    """Return what the rule says: per subject a label and one or more sentences."""
    found = [
        (_("How much"), _how_much(rule)),
        (_("Who"), _who(rule)),
        (_("When"), _when(rule)),
        (_("At most"), _cap(rule)),
        (_("How long it stays"), _lapse(rule)),
        (_("In advance"), _advance(rule)),
        (_("When somebody leaves"), _leaving(rule)),
        (_("What it may be used for"), _purposes(rule)),
        (_("Who decides"), _decision(rule)),
    ]
    return [{"label": label, "value": text} for label, text in found if text]


def amount(units: int, rule: cao.Scheme) -> str:
    """Write cents or minutes of a scheme."""
    return (
        money.euros(units, _language()) if rule.unit == "EUR" else money.hours(units, _language())
    )


def _language() -> str:
    return get_language() or "nl"


def _units(value: Fraction, rule: cao.Scheme) -> str:
    return amount(round(value * rule.per_unit), rule)


def _number(value) -> str:
    plain = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return plain.replace(".", ",") if _language().startswith("nl") else plain


def _base(rate: Rate, rule: cao.Scheme) -> str:
    if rate.kind == "percent":
        return _("%(number)s %% of pay") % {"number": _number(rate.value)}
    if rate.kind == "hours_of_pay":
        return _("%(number)s hours of pay") % {"number": _number(rate.value)}
    return _units(rate.value, rule)


def _how_much(rule: cao.Scheme) -> str:
    every = {"month": _("per month"), "year": _("per year")}.get(rule.grant.every)
    if every is None:
        years = rule.grant.block_years or 1
        every = ngettext("per year", "per %(years)s years", years) % {"years": years}
    rate = rule.grant.rates[-1] if rule.grant.rates else None
    parts = [f"{_base(rate, rule)} {every}."] if rate else []
    if len(rule.grant.rates) > 1:
        parts.append(_("The amount was different in earlier years."))
    if rule.grant.prorate_hours:
        full = _number(rule.fulltime_hours)
        parts.append(
            _("Full-time is %(hours)s hours; who works less gets a part.") % {"hours": full}
        )
    elif rate and rate.kind == "amount":
        parts.append(_("Everybody gets the same, also part-time."))
    parts += [
        _("%(more)s more from the age of %(age)s.")
        % {"more": _units(row.add, rule), "age": row.from_age}
        for row in rule.grant.ages
    ]
    if rule.grant.minimum:
        parts.append(_("Never less than %(least)s.") % {"least": amount(rule.grant.minimum, rule)})
    return " ".join(parts)


def _who(rule: cao.Scheme) -> str:
    who, parts = rule.eligibility, []
    if who.min_hours_per_week is not None:
        parts.append(_("At least %(n)s hours a week.") % {"n": _number(who.min_hours_per_week)})
    if who.more_than_hours_per_week is not None:
        parts.append(
            _("More than %(n)s hours a week.") % {"n": _number(who.more_than_hours_per_week)}
        )
    if who.min_fte is not None:
        parts.append(_("At least %(n)s of full-time.") % {"n": _number(who.min_fte)})
    if who.min_months_of_service:
        months = who.min_months_of_service
        parts.append(
            ngettext("After %(n)s month of service.", "After %(n)s months of service.", months)
            % {"n": months}
        )
    if who.min_age is not None:
        parts.append(_("From the age of %(n)s.") % {"n": who.min_age})
    if who.years_before_pension is not None:
        parts.append(_("From %(n)s years before pension.") % {"n": who.years_before_pension})
    if who.excluded_kinds:
        kinds = ", ".join(kind_words(kind) for kind in sorted(who.excluded_kinds))
        parts.append(_("Not for: %(kinds)s.") % {"kinds": kinds})
    return " ".join(parts)


def kind_words(kind: str) -> str:
    """Return the name of a kind of contract."""
    return {
        "agency": _("agency workers"),
        "holiday_worker": _("holiday workers"),
        "student": _("students"),
        "weekend_help": _("weekend help"),
        "on_call": _("on-call workers"),
        "intern": _("interns"),
    }.get(kind, kind)


def _when(rule: cao.Scheme) -> str:
    grant = rule.grant
    if grant.every == "month":
        return _("On the first of every month.")
    if grant.every == "block":
        first = _("The first period begins on %(day)s.")
        day = wording.long_date(grant.block_start, _language()) if grant.block_start else ""
        return first % {"day": day}
    when = _("Every year on %(day)s.") % {"day": day_words(grant.on_month, grant.on_day)}
    joining = {
        "full": _("Who joins later in the year gets everything."),
        "months_left": _("Who joins later gets a part, by the months that are left."),
        "days_left": _("Who joins later gets a part, by the days that are left."),
        "none": _("Who joins later waits until the next time."),
    }[grant.joining]
    return f"{when} {joining}"


def day_words(month: int, day: int) -> str:
    """Return a day of the year: "1 januari"."""
    from datetime import date

    return wording.long_date(date(2001, month, day), _language()).removesuffix("2001").strip(" ,")


def _cap(rule: cao.Scheme) -> str:
    if rule.cap is None:
        return ""
    if rule.cap.amount is None:
        return _("%(n)s times what somebody gets in a year.") % {"n": rule.cap.grants}
    text = _("%(most)s.") % {"most": amount(rule.cap.amount, rule)}
    if rule.cap.prorate_hours:
        text += " " + _("Part-timers: a part of it.")
    return text


def _lapse(rule: cao.Scheme) -> str:
    lapse = rule.lapse
    if lapse is None or lapse.how == "never":
        return _("It does not lapse.")
    if lapse.how == "block":
        return _("Until the end of the period.")
    if lapse.how == "years" and lapse.number == 0:
        return _("Until the end of the year.")
    if lapse.how == "years":
        return ngettext(
            "Until the end of the next year.",
            "Until the end of the year, %(n)s years later.",
            lapse.number,
        ) % {"n": lapse.number}
    text = ngettext("%(n)s month.", "%(n)s months.", lapse.number) % {"n": lapse.number}
    return text + " " + _("The oldest is used first.")


def _advance(rule: cao.Scheme) -> str:
    if rule.advance is None:
        return ""
    years = rule.advance.years
    return ngettext(
        "Somebody may use the budget of %(n)s year in advance.",
        "Somebody may use the budget of %(n)s years in advance.",
        years,
    ) % {"n": years}


def _leaving(rule: cao.Scheme) -> str:
    return {
        "lapse": _("What is left lapses."),
        "pay_out": _("What is left is paid out."),
        "keep": _("What is left stays available."),
    }[rule.leaving]


def _purposes(rule: cao.Scheme) -> str:
    parts = []
    if rule.purposes_allowed:
        parts.append(_("Only: %(what)s.") % {"what": _listed(rule.purposes_allowed)})
    excluded = rule.purposes_excluded - {"mandatory_training"}
    if excluded:
        parts.append(_("Not for: %(kinds)s.") % {"kinds": _listed(excluded)})
    parts.append(_("Never for mandatory training: the employer pays that."))
    return " ".join(parts)


def _listed(purposes) -> str:
    names = {
        "hobby": _("a hobby"),
        "driving_licence_b": _("a driving licence (B)"),
        "training": _("training"),
    }
    return ", ".join(names.get(one, one.replace("_", " ")) for one in sorted(purposes))


def _decision(rule: cao.Scheme) -> str:
    text = {
        "employee": _("The employee decides; the manager is told."),
        "together": _("The employee and the manager decide together."),
        "employer": _("The manager decides."),
    }[rule.decision.by]
    days = rule.decision.answer_within_days
    if days:
        text += " " + _("The answer comes within %(n)s days.") % {"n": days}
    return text
