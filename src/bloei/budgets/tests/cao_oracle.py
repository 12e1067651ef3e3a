"""A second, slow engine, written from docs/formats.md only: it walks through every single day.

It knows nothing of the real one: plain dictionaries in, Fractions inside, no caches, no
states. The property tests compare the two on random schemes and persons.
"""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

DAY = timedelta(days=1)
FAR = date(2300, 1, 1)


def number(text):
    return Fraction(text)


def plus_months(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def birthday(born, age):
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def money(value):
    hundredths = floor(abs(value) * 100 + Fraction(1, 2))
    sign = "-" if value < 0 and hundredths else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}"


class Oracle:
    def __init__(self, scheme, person):
        self.scheme = scheme
        self.grant_rule = scheme["grant"]
        self.person = person
        self.born = date.fromisoformat(person["born_on"])
        excluded = scheme.get("eligibility", {}).get("excluded_kinds", [])
        self.jobs = [
            (
                date.fromisoformat(one["from"]),
                date.fromisoformat(one["until"]) if one["until"] else FAR,
                number(one["hours_per_week"]),
            )
            for one in person["employments"]
            if one["kind"] not in excluded
        ]
        self.lots = []  # [granted_on, remaining, lapses_on]
        self.below = Fraction(0)
        self.entries = []
        self.refused = []
        self.grants = []  # (on, amount), as booked
        self.conversions = []  # (on, to, amount), as booked

    # --- facts about a day

    def at_work(self, day):
        return any(start <= day <= end for start, end, _ in self.jobs)

    def hours(self, day):
        return sum((hours for start, end, hours in self.jobs if start <= day <= end), Fraction(0))

    def joins(self, day):
        return self.at_work(day) and not self.at_work(day - DAY)

    def leaves(self, day):
        return self.at_work(day - DAY) and not self.at_work(day)

    def service_began(self, day):
        # Only a start of some job can be the first day of a service.
        return max(start for start, _, _ in self.jobs if start <= day and self.joins(start))

    def hours_before(self, day):
        """The hours of the last day in service before this one."""
        if self.at_work(day - DAY):
            return self.hours(day - DAY)
        ends = [end for _, end, _ in self.jobs if end < day]
        return self.hours(max(ends)) if ends else None

    def all_days(self, start, end):
        while start <= end:
            yield start
            start += DAY

    def share(self, day, clamp):
        share = self.hours(day) / number(self.scheme["fulltime_hours"])
        return min(share, Fraction(1)) if clamp else share

    # --- periods

    def period(self, day):
        rule = self.grant_rule
        if rule["every"] == "month":
            first = day.replace(day=1)
            return first, plus_months(first, 1) - DAY
        if rule["every"] == "year":
            month, number_of_day = map(int, rule.get("on", "01-01").split("-"))
            first = date(day.year, month, number_of_day)
            if first > day:
                first = date(day.year - 1, month, number_of_day)
            return first, date(first.year + 1, month, number_of_day) - DAY
        return self.block(day)

    def block(self, day):
        rule = self.grant_rule
        if day < rule["block_start"]:
            return None
        years = 0
        while birthday(rule["block_start"], years + rule["block_years"]) <= day:
            years += rule["block_years"]
        last = birthday(rule["block_start"], years + rule["block_years"]) - DAY
        return birthday(rule["block_start"], years), last

    # --- amounts

    def rounded(self, value):
        hours = self.scheme["unit"] == "HOURS"
        how = {"to": "0.1" if hours else "0.01", "mode": "half_up"}
        how.update(self.grant_rule.get("rounding", {}))
        steps = value / number(how["to"])
        whole = {"up": ceil(steps), "down": floor(steps), "half_up": floor(steps + Fraction(1, 2))}
        return whole[how["mode"]] * number(how["to"])

    def rate(self, day):
        """(kind, value) of the base on a day, or None."""
        for kind in ("amount", "percent", "hours_of_pay"):
            if kind in self.grant_rule:
                return kind, number(self.grant_rule[kind])
        for row in self.grant_rule["rates"]:
            if row["from"] <= day <= row.get("until", FAR):
                kind = "amount" if "amount" in row else "percent"
                return kind, number(row[kind])
        return None

    def pay_on(self, day):
        return sum(
            (
                number(row["monthly"].get(part, "0"))
                for row in self.person["pay"]
                for part in self.grant_rule["of"]
                if date.fromisoformat(row["from"]) <= day
                and (row["until"] is None or day <= date.fromisoformat(row["until"]))
            ),
            Fraction(0),
        )

    def pay_of(self, start, end):
        """Every day in service earns its part of the month."""
        return sum(
            (
                self.pay_on(day) / monthrange(day.year, day.month)[1]
                for day in self.all_days(start, end)
                if self.at_work(day)
            ),
            Fraction(0),
        )

    def add(self, day):
        reached = [
            row
            for row in self.grant_rule.get("ages", [])
            if birthday(self.born, row["from_age"]) <= day
        ]
        return (
            number(max(reached, key=lambda row: row["from_age"])["add"]) if reached else Fraction(0)
        )

    def ordinary(self, day, period_share):
        rate = self.rate(day)
        if rate is None:
            return Fraction(0)
        kind, value = rate
        if kind == "percent":
            value = value * self.pay_of(*self.period(day)) / 100
        amount = value + self.add(day)
        if self.grant_rule.get("prorate_hours"):
            amount *= self.share(day, self.grant_rule.get("clamp", True))
        amount = self.rounded(amount * period_share)
        if kind == "hours_of_pay":
            if not self.hours(day):
                return Fraction(0)
            wage = self.pay_on(day) / (self.hours(day) * 52 / 12)
            amount = Fraction(floor(amount * wage * 100 + Fraction(1, 2)), 100)
        minimum = number(self.grant_rule.get("minimum", "0"))
        return max(amount, minimum) if amount > 0 else amount

    def full_year(self, day):
        rate = self.rate(day)
        if rate is None:
            return Fraction(0)
        amount = rate[1] + self.add(day)
        if self.grant_rule.get("prorate_hours"):
            amount *= self.share(day, self.grant_rule.get("clamp", True))
        amount = self.rounded(amount)
        every = self.grant_rule["every"]
        return (
            amount * 12
            if every == "month"
            else amount / self.grant_rule.get("block_years", 1)
            if every == "block"
            else amount
        )

    def cap(self, day):
        cap = self.scheme.get("cap")
        if cap is None:
            return None
        if "amount" in cap:
            high, part = number(cap["amount"]), Fraction(1)
            if cap.get("prorate_hours"):
                part = self.share(day, True)
        else:
            high, part = cap["grants"] * self.full_year(day), Fraction(1)
            if cap.get("prorate_hours") and not self.grant_rule.get("prorate_hours"):
                part = self.share(day, True)
        if part == 1 and (high * 100).denominator == 1:
            return high
        return self.rounded(high * part)

    # --- lots

    @property
    def balance(self):
        return sum((lot[1] for lot in self.lots), Fraction(0)) - self.below

    def lapse_day(self, granted_on):
        lapse = self.scheme.get("lapse")
        if lapse is None:
            return None
        rows = sorted(lapse.get("transitional", []), key=lambda row: row["granted_before"])
        for row in rows:
            if granted_on < row["granted_before"]:
                return row["lapses_on"]
        if "after_months" in lapse:
            more = 1 if lapse.get("lapses") == "at_end_of_month" else 0
            return plus_months(granted_on.replace(day=1), lapse["after_months"] + more)
        if "after_years" in lapse:
            return date(granted_on.year + lapse["after_years"] + 1, 1, 1)
        if lapse.get("at_block_end"):
            found = self.block(granted_on)
            return found[1] + DAY if found else self.grant_rule["block_start"]
        return None

    def put(self, day, amount):
        filled = min(self.below, amount)
        self.below -= filled
        if amount > filled:
            self.lots.append([day, amount - filled, self.lapse_day(day)])

    def pull(self, amount):
        for lot in self.lots:
            part = min(lot[1], amount)
            lot[1] -= part
            amount -= part
        self.below += amount
        self.lots = [lot for lot in self.lots if lot[1]]

    def write(self, day, what, amount, balance=None, lapses_on=None):
        held = self.balance if balance is None else balance
        self.entries.append(
            (str(day), what, money(amount), money(held), lapses_on and str(lapses_on))
        )

    # --- one day

    def run(self, until):
        starts = [start for start, _, _ in self.jobs]
        moves = [date.fromisoformat(one["on"]) for one in self.person["movements"]]
        for day in self.all_days(min(starts + moves, default=until), until):
            self.leaving(day)
            self.lapsing(day)
            self.trimming(day)
            self.granting(day)
            for what in ("convert", "spend"):
                for one in sorted(
                    (
                        one
                        for one in self.person["movements"]
                        if one["on"] == str(day) and one["what"] == what
                    ),
                    key=lambda one: (
                        number(one["amount"]),
                        one.get("purpose", ""),
                        one.get("to", ""),
                        number(one.get("hours_added", "0")),
                    ),
                ):
                    getattr(self, what)(day, one)
        return self

    def leaving(self, day):
        if not self.leaves(day) or not self.balance:
            return
        balance = self.balance
        how = self.scheme.get("leaving", {}).get("balance", "lapse")
        if balance < 0:
            what = self.scheme["advance"].get("on_leaving", "reclaim")
            self.below = Fraction(0)
        elif how == "keep":
            return
        else:
            what = "forfeit" if how == "lapse" else "pay_out"
            self.lots = []
        self.write(day, what, -balance)

    def lapsing(self, day):
        for lot in list(self.lots):
            if lot[2] == day:
                self.lots.remove(lot)
                self.write(day, "lapse", -lot[1])

    def trimming(self, day):
        cap = self.scheme.get("cap", {})
        if cap.get("on_fewer_hours") != "trim" or not self.at_work(day):
            return
        before = self.hours_before(day)
        if before is not None and self.hours(day) < before and self.balance > self.cap(day):
            over = self.balance - self.cap(day)
            self.pull(over)
            self.write(day, "trim", -over)

    def fixed_spans(self):
        return [
            row
            for row in self.grant_rule.get("fixed", [])
            if all(self.at_work(day) for day in self.all_days(row["from"], row["until"]))
        ]

    def granting(self, day):
        if not self.at_work(day):
            return
        if (
            not self.scheme.get("valid_from", date.min)
            <= day
            <= self.scheme.get("valid_until", FAR)
        ):
            return
        amount = self.grant_of(day)
        if not amount or not self.eligible(day):
            return
        if self.cap(day) is not None:
            amount = min(amount, self.cap(day) - self.balance)
        if amount > 0:
            self.put(day, amount)
            self.grants.append((day, amount))
            self.write(day, "grant", amount, lapses_on=self.lapse_day(day))

    def grant_of(self, day):
        for row in self.grant_rule.get("fixed", []):
            if row["from"] <= day <= row["until"] and row in self.fixed_spans():
                return number(row["amount"]) if row["from"] == day else 0
        found = self.period(day)
        if found is None:
            return 0
        first, last = found
        every = self.grant_rule["every"]
        if day != first and not self.joins(day):
            return 0
        had_one = any(first <= on <= last for on, _ in self.grants)
        if every == "month":
            worked = [one for one in self.all_days(first, last) if self.at_work(one)]
            rule = self.grant_rule.get("month_rule", "any")
            if rule == "full" and len(worked) < last.day:
                return 0
            if rule == "before_16th" and not (
                any(one.day <= 15 for one in worked) and any(one.day >= 16 for one in worked)
            ):
                return 0
            return 0 if had_one else self.ordinary(day, Fraction(1))
        if day == first:
            return self.ordinary(day, Fraction(1))
        kept = self.scheme.get("leaving", {}).get("balance") == "keep"
        if kept and had_one:
            return 0
        return self.joining_grant(day, first, last)

    def joining_grant(self, day, first, last):
        how = self.grant_rule.get("joining", "full")
        if how == "none":
            return 0
        if how == "full":
            return self.ordinary(day, Fraction(1))
        if how == "days_left":
            return self.ordinary(day, Fraction((last - day).days + 1, (last - first).days + 1))
        months = 12 * self.grant_rule["block_years"] if self.grant_rule["every"] == "block" else 12
        left = (last.year - day.year) * 12 + last.month - day.month + 1
        if not self.grant_rule.get("joining_month_counts", True) and day.day > 1:
            left -= 1
        return self.ordinary(day, Fraction(min(left, months), months))

    def eligible(self, day):
        rule, hours = self.scheme.get("eligibility", {}), self.hours(day)
        checks = [
            "min_hours_per_week" not in rule or hours >= number(rule["min_hours_per_week"]),
            "more_than_hours_per_week" not in rule
            or hours > number(rule["more_than_hours_per_week"]),
            "min_fte" not in rule
            or hours / number(self.scheme["fulltime_hours"]) >= number(rule["min_fte"]),
            "min_months_of_service" not in rule
            or plus_months(self.service_began(day), rule["min_months_of_service"]) <= day,
            "min_age" not in rule or birthday(self.born, rule["min_age"]) <= day,
            "years_before_pension" not in rule
            or birthday(self.pension(), -rule["years_before_pension"]) <= day,
        ]
        return all(checks)

    def pension(self):
        age = self.person.get("pension_age", {"years": 67, "months": 0})
        if not age["months"]:
            return birthday(self.born, age["years"])
        return plus_months(self.born, 12 * age["years"] + age["months"])

    # --- movements

    def refuse(self, day, one):
        self.refused.append((str(day), one["what"], money(number(one["amount"]))))

    def present(self, day):
        if self.at_work(day):
            return True
        kept = self.scheme.get("leaving", {}).get("balance") == "keep"
        return kept and any(end < day for _, end, _ in self.jobs)

    def convert(self, day, one):
        amount = number(one["amount"])
        if self.grant_rule["every"] == "month":
            first, last = date(day.year, 1, 1), date(day.year, 12, 31)
        else:
            first, last = self.period(day) or (date.min, self.grant_rule["block_start"] - DAY)
        granted = sum((value for on, value in self.grants if first <= on <= last), Fraction(0))
        had = sum(
            (
                value
                for on, to, value in self.conversions
                if to == one["to"] and first <= on <= last
            ),
            Fraction(0),
        )
        fits = any(
            row["to"] == one["to"]
            and birthday(self.born, row.get("min_age", 0)) <= day
            and had + amount <= number(row.get("max_share_of_grant", "999999999")) * granted
            for row in self.scheme.get("conversion", [])
            if "max_share_of_grant" in row
        ) or any(
            row["to"] == one["to"] and birthday(self.born, row.get("min_age", 0)) <= day
            for row in self.scheme.get("conversion", [])
            if "max_share_of_grant" not in row
        )
        if not fits or amount > self.balance or not self.present(day):
            self.refuse(day, one)
            return
        self.pull(amount)
        self.conversions.append((day, one["to"], amount))
        self.write(day, "convert", -amount)

    def spend(self, day, one):
        amount, purpose = number(one["amount"]), one.get("purpose", "")
        rule = self.scheme.get("purposes", {})
        allowed = rule.get("allowed", [])
        wrong = (
            purpose == "mandatory_training"
            or (purpose and purpose in rule.get("excluded", []))
            or (allowed and purpose not in allowed)
        )
        factors = [
            number(row["factor"])
            for row in self.scheme.get("bonus", [])
            if row["purpose"] == purpose
            and number(row.get("min_hours_added", "0")) <= number(one.get("hours_added", "0"))
        ]
        own = min(amount, self.rounded(amount / max(factors))) if factors else amount
        room = self.balance
        if "advance" in self.scheme and self.at_work(day):
            room += self.scheme["advance"]["years"] * self.full_year(day)
        if wrong or own > room or not self.present(day):
            self.refuse(day, one)
            return
        if own != amount:
            self.write(day, "bonus", amount - own, self.balance + amount - own)
        self.pull(own)
        self.write(day, "spend", -amount)

    def result(self, until):
        self.run(until)
        return {
            "entries": self.entries,
            "refused": self.refused,
            "lots": [(str(on), money(left), ends and str(ends)) for on, left, ends in self.lots],
            "balance": money(self.balance),
            "cap": None if self.cap(until) is None else money(self.cap(until)),
        }
