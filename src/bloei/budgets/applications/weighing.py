"""What who decides about an application weighs: what the scheme says, and what each choice does."""

from django.utils.translation import gettext as _

from bloei.budgets.applications import conversion_stories, payers
from bloei.budgets.models import Application
from bloei.budgets.rules import Source
from bloei.foundation import money
from bloei.foundation.language import on_screen


def checks(application: Application) -> list[dict]:
    """Return what who decides wants to know: what the scheme says, and what it costs."""
    if application.is_conversion:
        return conversion_stories.checks(application)
    parts, name = payers.sums_of(application), application.person.given_name
    advance = application.advance_cents
    paid = [
        *_from_budget(parts.get(Source.PERSONAL, 0) - advance, name, has_advance=advance > 0),
        *_in_advance(advance, name),
        *_from_team(parts.get(Source.TEAM, 0)),
        *_from_own_money(parts.get(Source.OWN, 0), name),
    ]
    if application.is_mandatory:
        text = _("The employer pays. It never costs a personal budget anything.")
        return [_check("yes", _("This is mandatory training"), text), *paid]
    text = _("If it were mandatory, the employer would always pay.")
    return [*paid, _check("yes", _("No mandatory training"), text)]


def _from_budget(cents: int, name: str, *, has_advance: bool) -> list[dict]:
    if cents <= 0:
        return []
    title = _("A part is in the budget") if has_advance else _("There is enough in the budget")
    text = _("%(amount)s comes from the budget of %(name)s and is set apart already.")
    return [_check("yes", title, text % {"amount": _euros(cents), "name": name})]


def _in_advance(cents: int, name: str) -> list[dict]:
    if not cents:
        return []
    title = _("%(name)s takes an advance of %(amount)s") % {"amount": _euros(cents), "name": name}
    text = _("It comes off the budget of the coming years. The scheme allows that.")
    return [_check("look", title, text)]


def _from_team(cents: int) -> list[dict]:
    if not cents:
        return []
    text = _("%(amount)s comes from the budget of the team.") % {"amount": _euros(cents)}
    return [_check("look", _("The team pays a part"), text)]


def _from_own_money(cents: int, name: str) -> list[dict]:
    if not cents:
        return []
    title = _("%(name)s pays a part") % {"name": name}
    text = _("%(amount)s is own money, because no budget holds it.") % {"amount": _euros(cents)}
    return [_check("look", title, text)]


def _check(state: str, title: str, text: str) -> dict:
    return {"state": state, "title": title, "text": text}


def follows(application: Application) -> dict[str, list[str]]:
    """Return what follows from each choice of who decides, before it is made."""
    if application.is_conversion:
        return conversion_stories.follows(application)
    name = application.person.given_name
    parts = payers.sums_of(application)
    held = sum(parts.get(source, 0) for source in (Source.PERSONAL, Source.TEAM))
    advance = application.advance_cents
    told = {"name": name, "amount": _euros(held), "advance": _euros(advance)}
    yes = [_("%(name)s hears at once, and can register.") % told]
    if application.payer == Application.Payer.REIMBURSED:
        yes.append(_("%(name)s pays the invoice and gets the money back.") % told)
    else:
        yes.append(_("The invoice goes to the employer."))
    talk = [
        _("%(name)s gets a message, and you choose a moment together.") % told,
        _("The application stays here, with the same last day."),
    ]
    no = [_("%(name)s reads the reason and your explanation.") % told]
    if held:
        yes.insert(0, _("%(amount)s stays set apart until the invoice is paid.") % told)
    if free := held - advance:
        no.append(
            _("%(amount)s is free again, also for something else.") % {"amount": _euros(free)}
        )
    if advance:
        no.append(_("The advance of %(advance)s is taken back.") % told)
    return {"yes": yes, "talk": talk, "no": no}


def _euros(cents: int) -> str:
    return money.euros(cents, on_screen())
