"""A scheme in sentences, for HR and for everybody under it."""

from fractions import Fraction

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bloei.budgets import cao, purposes
from bloei.budgets.cao.scheme import Rate
from bloei.foundation import money, wording
from bloei.foundation.language import on_screen


def sentences(rule: cao.Scheme) -> list[dict[str, str]]:
    """Return what the rule says: per subject a label and one or more sentences."""
    found = [
        (_("How much"), _how_much(rule)),
        (_("Who"), who(rule)),
        (_("When"), _when(rule)),
        (_("At most"), _cap(rule)),
        (_("How long it stays"), _lapse(rule)),
        (_("In advance"), _advance(rule)),
        (_("What the scheme adds"), _bonus(rule)),
        (_("What it can become"), _conversion(rule)),
        (_("When somebody leaves"), _leaving(rule)),
        (_("What it may be used for"), _purposes(rule)),
        (_("Who decides"), _decision(rule)),
    ]
    return [{"label": label, "value": text} for label, text in found if text]


def amount(units: int, rule: cao.Scheme) -> str:
    """Write cents or minutes of a scheme."""
    return (
        money.euros(units, on_screen()) if rule.unit == "EUR" else money.hours(units, on_screen())
    )


def _units(value: Fraction, rule: cao.Scheme) -> str:
    return amount(round(value * rule.per_unit), rule)


def _number(value) -> str:
    plain = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return plain.replace(".", ",") if on_screen().startswith("nl") else plain


def _base(rate: Rate, rule: cao.Scheme) -> str:
    if rate.kind == "percent":
        return _("%(number)s %% of pay") % {"number": _number(rate.value)}
    if rate.kind == "hours_of_pay":
        return _("%(number)s hours of pay") % {"number": _number(rate.value)}
    return _units(rate.value, rule)


def _how_much(rule: cao.Scheme) -> str:
    if rule.grant.every == "month":
        every = _("per month")
    else:
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


def who(rule: cao.Scheme) -> str:
    """Say for whom the rule is; empty when it is for everybody."""
    asked, parts = rule.eligibility, []
    if asked.min_hours_per_week is not None:
        parts.append(_("At least %(n)s hours a week.") % {"n": _number(asked.min_hours_per_week)})
    if asked.more_than_hours_per_week is not None:
        parts.append(
            _("More than %(n)s hours a week.") % {"n": _number(asked.more_than_hours_per_week)}
        )
    if asked.min_fte is not None:
        parts.append(_("At least %(n)s of full-time.") % {"n": _number(asked.min_fte)})
    if asked.min_months_of_service:
        months = asked.min_months_of_service
        parts.append(
            ngettext("After %(n)s month of service.", "After %(n)s months of service.", months)
            % {"n": months}
        )
    if asked.min_age is not None:
        parts.append(_("From the age of %(n)s.") % {"n": asked.min_age})
    if asked.years_before_pension is not None:
        parts.append(_("From %(n)s years before pension.") % {"n": asked.years_before_pension})
    if asked.excluded_kinds:
        kinds = ", ".join(kind_words(kind) for kind in sorted(asked.excluded_kinds))
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
        day = wording.long_date(grant.block_start, on_screen()) if grant.block_start else ""
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

    return wording.long_date(date(2001, month, day), on_screen()).removesuffix("2001").strip(" ,")


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
    text = ngettext(
        "Somebody may use the budget of %(n)s year in advance.",
        "Somebody may use the budget of %(n)s years in advance.",
        years,
    ) % {"n": years}
    if rule.advance.waives:
        return text + " " + _("Who leaves before it is filled need not pay it back.")
    return text + " " + _("Who leaves before it is filled pays the rest back.")


def _bonus(rule: cao.Scheme) -> str:
    return " ".join(_bonus_row(row) for row in rule.bonuses)


def _bonus_row(row: cao.Bonus) -> str:
    told = {
        "purpose": purposes.words(row.purpose),
        "percent": _number((row.factor - 1) * 100),
        "hours": _number(row.min_hours_added),
    }
    if row.min_hours_added:
        return (
            _("For %(purpose)s with %(hours)s hours of one's own or more: %(percent)s %% extra.")
            % told
        )
    return _("For %(purpose)s: %(percent)s %% extra.") % told


def _conversion(rule: cao.Scheme) -> str:
    return " ".join(_conversion_row(row) for row in rule.conversions)


def _conversion_row(row: cao.Conversion) -> str:
    share = _number(row.max_share * 100) if row.max_share is not None else ""
    told = {"to": capfirst(purposes.words(row.to)), "share": share, "age": row.min_age}
    if share and row.min_age:
        return _("%(to)s: at most %(share)s %% of the grant, from the age of %(age)s.") % told
    if share:
        return _("%(to)s: at most %(share)s %% of the grant.") % told
    if row.min_age:
        return _("%(to)s: from the age of %(age)s.") % told
    return f"{told['to']}."


def _leaving(rule: cao.Scheme) -> str:
    return {
        "lapse": _("What is left lapses."),
        "pay_out": _("What is left is paid out."),
        "keep": _("What is left stays available."),
    }[rule.leaving]


def _purposes(rule: cao.Scheme) -> str:
    parts = []
    if rule.purposes_allowed:
        parts.append(_("Only: %(what)s.") % {"what": purposes.listed(rule.purposes_allowed)})
    excluded = rule.purposes_excluded - {"mandatory_training"}
    if excluded:
        parts.append(_("Not for: %(kinds)s.") % {"kinds": purposes.listed(excluded)})
    parts.append(_("Never for mandatory training: the employer pays that."))
    return " ".join(parts)


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


def as_sentence(text: str) -> str:
    """Return words of the engine with a capital and a full stop."""
    return f"{text[0].upper()}{text[1:].rstrip('.')}." if text else ""
