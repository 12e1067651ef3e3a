"""The catalogue: find an offer, look at it, put it on one's list, or never see it again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bloei.foundation import clock, panels, toasts
from bloei.foundation.addresses import address_of
from bloei.foundation.forms import KeyedForm
from bloei.learning import actions, finding, queries, suggestions
from bloei.learning.access import MANAGE_OFFERS, SEE_CATALOGUE, visible_offers
from bloei.learning.forms import FilterForm
from bloei.learning.models import Dismissal, Skill
from bloei.people.models import Person

PAGE_SIZE = 12


@require_GET
def offer_list(request):
    SEE_CATALOGUE.require(request.user)
    today = clock.today()
    form = FilterForm(request.GET)
    beside = panels.shown("offer_list", request.user, today)
    budget = next((shown.facts["price_up_to"] for shown in beside), None)
    asked = form.filters(today, budget if request.GET.get("budget") else None)
    found = finding.found_offers(request.user, asked, today)
    page, offers = finding.one_page(found, request.GET.get("page", 1), PAGE_SIZE)
    reasons = suggestions.reasons_for(request.user, offers, today)
    context = {
        "form": form,
        "found": found,
        "page": page,
        "offers": [(offer, reasons.get(offer.pk)) for offer in offers],
        "budget": budget,
        "in_budget": bool(request.GET.get("budget")),
        "asked": asked,
        "price": getattr(form, "cleaned_data", {}).get("price"),
        "skills": list(Skill.objects.filter(pk__in=asked.skills)) if asked.skills else [],
    }
    return render(request, "learning/offer_list.html", context)


@require_GET
def offer_detail(request, pk):
    SEE_CATALOGUE.require(request.user)
    rows = visible_offers(request.user).select_related("provider", "owner")
    offer = get_object_or_404(rows.prefetch_related("skills"), pk=pk)
    today = clock.today()
    participation = queries.open_participation(request.user, offer)
    context = {
        "offer": offer,
        "participation": participation,
        "reason": suggestions.reasons_for(request.user, [offer], today).get(offer.pk),
        "shown": panels.shown("offer", request.user, today, offer),
        "wish_form": KeyedForm(),
        "is_mine": offer.owner_id == request.user.pk,
        "may_manage": offer.owner_id is None and MANAGE_OFFERS.held_by(request.user),
        "may_begin": offer.price_cents == 0 or offer.is_mandatory,
    }
    return render(request, "learning/offer_detail.html", context)


@require_POST
def offer_wish(request, pk):
    offer = get_object_or_404(visible_offers(request.user), pk=pk)
    form = KeyedForm(request.POST)
    if not form.is_valid():
        return redirect(offer)
    me = Person.objects.get(pk=request.user.pk)
    try:
        actions.wish(person=me, offer=offer, key=form.cleaned_data["key"], by=me)
        toasts.confirm(request, _("It is on your list."))
    except actions.AlreadyTakingPart:
        messages.info(request, _("This is already on your list."))
    except actions.NotOffered:
        messages.error(request, _("This is no longer offered. Search for something like it."))
    return redirect(offer)


@require_POST
def offer_dismiss(request, pk):
    """Never suggest it again; a second time takes that back."""
    offer = get_object_or_404(visible_offers(request.user), pk=pk)
    said = Dismissal.objects.filter(person=request.user, offer=offer).exists()
    if said:
        actions.recall_offer(offer, person=request.user, by=request.user)
        toasts.confirm(request, _("We may suggest this to you again."))
        return redirect(offer)
    actions.dismiss_offer(offer, person=request.user, by=request.user)
    undo = address_of("learning:offer_dismiss", offer.pk)
    toasts.confirm(request, _("We will not suggest this to you again."), undo=undo)
    return redirect("learning:offer_list")
