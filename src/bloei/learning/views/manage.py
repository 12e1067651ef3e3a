"""L&D manages the catalogue: list, add, change, withdraw."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bloei.foundation import search, toasts
from bloei.foundation.addresses import address_of
from bloei.learning import actions
from bloei.learning.access import MANAGE_OFFERS
from bloei.learning.forms import OfferForm
from bloei.learning.models import Offer, OfferWord
from bloei.learning.rules import State

PAGE_SIZE = 25


@require_GET
def offer_manage(request):
    MANAGE_OFFERS.require(request.user)
    words, gone = request.GET.get("q", "").strip()[:100], request.GET.get("gone") == "1"
    rows = MANAGE_OFFERS.narrow(Offer.objects.filter(owner=None), request.user)
    rows = rows.filter(withdrawn_on__isnull=not gone)
    question = search.ask(words, search.vocabulary_of(OfferWord)) if words else None
    if question:
        rows = search.found(rows, question).order_by("-relevance", "title", "pk")
    else:
        rows = rows.order_by("title", "pk")
    chosen = Count("participations", filter=~Q(participations__state=State.WISHED))
    rows = rows.select_related("provider").defer("vector", "title_stems", "other_stems")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    counts = dict(
        Offer.objects.filter(pk__in=[offer.pk for offer in page])
        .annotate(chosen=chosen)
        .values_list("pk", "chosen")
    )
    context = {
        "page": page,
        "rows": [(offer, counts[offer.pk]) for offer in page],
        "words": words,
        "gone": gone,
        "tabs": [
            {"label": _("In the catalogue"), "url": "?", "current": not gone},
            {"label": _("Withdrawn"), "url": "?gone=1", "current": gone},
        ],
    }
    return render(request, "learning/offer_manage.html", context)


@require_http_methods(["GET", "POST"])
def offer_add(request):
    MANAGE_OFFERS.require(request.user)
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            offer = actions.create_offer(
                facts=form.facts(),
                provider=form.cleaned_data["provider"],
                skills=form.skill_names(),
                key=form.cleaned_data["key"],
                by=request.user,
            )
            toasts.confirm(request, _("The offer stands in the catalogue."))
            return redirect(offer)
        except actions.CodeTaken:
            form.add_error("code", _("This provider already has an offer with this code."))
    status = 422 if form.errors else 200
    return render(request, "learning/offer_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def offer_change(request, pk):
    offers = Offer.objects.filter(owner=None).select_related("provider")
    offer = MANAGE_OFFERS.find(offers, request.user, pk=pk)
    form = OfferForm(request.POST or None, initial=OfferForm.initial_of(offer))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_offer(
                offer,
                facts=form.facts(),
                provider=form.cleaned_data["provider"],
                skills=form.skill_names(),
                by=request.user,
            )
            return redirect(offer)
        except actions.CodeTaken:
            form.add_error("code", _("This provider already has an offer with this code."))
    context = {"form": form, "offer": offer}
    status = 422 if form.errors else 200
    return render(request, "learning/offer_form.html", context, status=status)


@require_POST
def offer_withdraw(request, pk):
    """Take it out of the catalogue; a second time puts it back."""
    offer = MANAGE_OFFERS.find(Offer.objects.filter(owner=None), request.user, pk=pk)
    if offer.withdrawn_on:
        actions.restore_offer(offer, by=request.user)
        toasts.confirm(request, _("It is back in the catalogue."))
    else:
        actions.withdraw_offer(offer, by=request.user)
        undo = address_of("learning:offer_withdraw", offer.pk)
        words = _("It is out of the catalogue. Who takes part already goes on.")
        toasts.confirm(request, words, undo=undo)
    return redirect("learning:offer_manage")
