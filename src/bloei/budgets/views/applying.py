"""The form of an application: what it does, and what there is to choose, before it is sent."""

from dataclasses import dataclass
from datetime import date

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bloei.budgets import actions, purposes, queries
from bloei.budgets.access import SEE_BALANCE
from bloei.budgets.applications import filing, payers, stories
from bloei.budgets.balances import divisions
from bloei.budgets.books.ledger import NotEnough
from bloei.budgets.forms.applications import AdvanceForm, ApplicationForm
from bloei.budgets.models import Application
from bloei.budgets.rules import State
from bloei.foundation import clock, toasts
from bloei.foundation.addresses import address_of
from bloei.learning.access import FILE_FOR, visible_offers
from bloei.learning.actions import AlreadyTakingPart, NotOffered
from bloei.learning.models import Offer
from bloei.people.models import Person

MOST_DIGITS = 12


def just_changed() -> str:
    return _("Your balance has just changed. Look at who pays what, and send.")


def still_to_choose() -> str:
    return _("Choose below how you pay what is not in your budget.")


def _person(request) -> Person:
    """Return for whom this is filed: oneself, or somebody within reach."""
    number = request.GET.get("person") or request.POST.get("person")
    if not number:
        return request.user
    return FILE_FOR.find(Person.objects, request.user, number=number)


def only_looks(request) -> bool:
    """Say whether the page asks itself what an answer would do: nothing is sent yet."""
    return "HX-Request" in request.headers


def advance_form(request, choice) -> AdvanceForm:
    """Return the question of an advance; what only looks keeps the answer and refuses nothing."""
    if request.method != "POST":
        return AdvanceForm(choice=choice)
    if only_looks(request):
        return AdvanceForm(choice=choice, initial={"advance": request.POST.get("advance")})
    return AdvanceForm(request.POST, choice=choice)


def advance_answered(request) -> int | None:
    """Return the advance that was said yes to, in cents; 0 is a no, None is no answer."""
    told = request.POST.get("advance", "")
    return int(told) if told.isdecimal() and len(told) < MOST_DIGITS else None


@dataclass(frozen=True)
class _Asking:
    """Who asks for what, and for whom; `draft` is what they themselves kept for later."""

    by: Person
    person: Person
    offer: Offer
    draft: Application | None
    sees_balance: bool
    today: date

    @property
    def by_oneself(self) -> bool:
        return self.person.pk == self.by.pk


def _asking(request, offer_pk) -> _Asking:
    offer = get_object_or_404(visible_offers(request.user), pk=offer_pk)
    person, today = _person(request), clock.today()
    draft = queries.draft_of(person, offer)
    if draft and draft.filed_by_id != request.user.pk:
        draft = None
    sees_balance = SEE_BALANCE.allows(request.user, person)
    return _Asking(request.user, person, offer, draft, sees_balance, today)


@require_http_methods(["GET", "POST"])
def application_form(request, offer_pk):
    """Ask for an offer, for oneself or on somebody's behalf."""
    asking = _asking(request, offer_pk)
    offer, person = asking.offer, asking.person
    form = _form(request, asking)
    is_right = request.method == "POST" and form.is_valid()
    is_sent = request.method == "POST" and not only_looks(request)
    price, wish = filing.price_shown(form, offer), filing.wish_shown(form, offer)
    if is_right and is_sent and (done := _ask(request, form, wish, asking)):
        return done
    ways = filing.ways(
        person, price, wish, mandatory=offer.is_mandatory, with_team=filing.asks_team(form),
        may_go_ahead=asking.by_oneself, today=asking.today,
    )  # fmt: skip
    advance = advance_form(request, ways.choice)
    facts = {
        "form": form,
        "advance": advance,
        "offer": offer,
        "person": person,
        "for_other": not asking.by_oneself,
        "price": price,
        "draft": asking.draft,
        **_beside(asking, form, wish, ways, advance),
    }
    return render(request, "budgets/application_form.html", facts, status=422 if is_sent else 200)


def _form(request, asking: _Asking) -> ApplicationForm:
    person, offer, today = asking.person, asking.offer, asking.today
    return ApplicationForm(
        request.POST or None,
        offer=offer,
        has_team=divisions.team_room(person, today) is not None,
        question=filing.question(person, offer, today),
        time=filing.time_words(person, offer, sees_balance=asking.sees_balance),
        initial=filing.initial_of(asking.draft),
    )


def _beside(asking: _Asking, form, wish, ways, advance) -> dict:
    """Return what stands beside the form: who pays what, what is left, what comes next."""
    person, by_oneself, today = asking.person, asking.by_oneself, asking.today
    division = ways.ahead if advance.chosen else ways.plain
    undecided = advance.chosen is None
    name = "" if by_oneself else person.given_name
    shares = payers.shares(division.shares, undecided=undecided) if asking.sees_balance else ()
    told = payers.sentences(division, name=name, minutes=wish.asked_minutes)
    return {
        "shares": shares,
        "told": told if asking.sees_balance else (),
        "after": stories.left_after(person, division, today) if by_oneself else None,
        "undecided": undecided,
        "route": stories.what_follows(
            person,
            division,
            asking.offer.is_mandatory,
            today,
            by_oneself=by_oneself,
            employer_pays=form["payer"].value() != Application.Payer.REIMBURSED,
        ),
    }


def _answers(request, form, wish) -> dict:
    """Return what was filled in, as the actions take it."""
    return {
        "price_cents": form.cleaned_data["price"],
        "payer": form.cleaned_data["payer"],
        "why": form.cleaned_data["why"],
        "with_team": form.cleaned_data.get("with_team", False),
        "advance_cents": advance_answered(request),
        "purpose": wish.purpose,
        "added_minutes": wish.added_minutes,
        "asked_minutes": wish.asked_minutes,
        "send": "later" not in request.POST,
        "today": clock.today(),
        "key": form.cleaned_data["key"],
        "by": request.user,
    }


def _ask(request, form, wish, asking: _Asking):
    """Send or keep the application; return where to go, or None with what to do on the form."""
    told = _answers(request, form, wish)
    try:
        if asking.draft:
            application = actions.send_application(asking.draft, **told)
        else:
            application = actions.file_application(person=asking.person, offer=asking.offer, **told)
    except (AlreadyTakingPart, actions.NotPossible):
        form.add_error(None, _("You have already applied for this. You find it at your budget."))
    except NotOffered:
        form.add_error(None, _("This is no longer on offer. Nothing was sent."))
    except NotEnough:
        form.add_error(None, just_changed())
    except actions.AdvanceNotAgreed:
        is_answered = told["advance_cents"] is not None
        form.add_error(None, just_changed() if is_answered else still_to_choose())
    except actions.WrongPurpose as refused:
        add_wrong_purpose(form, refused)
    else:
        _confirm(request, application)
        return redirect(application)
    return None


def add_wrong_purpose(form, refused: actions.WrongPurpose) -> None:
    for scheme, rule in refused.refused:
        form.add_error(None, purposes.refusal(scheme, rule, refused.purpose))


def _confirm(request, application) -> None:
    undo = address_of("budgets:application_undo", application.pk)
    if application.state == State.DRAFT:
        toasts.confirm(request, _("We keep it here. You go on when you like."))
    elif application.state == State.AGREED:
        toasts.confirm(request, _("Arranged. The money is set apart for you."), undo=undo)
    else:
        toasts.confirm(request, _("Your application was sent."), undo=undo)
