"""What is recorded of people, who sees it, why and how long: for the works council and for all."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from bloei.foundation import clock
from bloei.people import overview
from bloei.people.access import SEE_PRIVACY


@require_GET
def privacy_overview(request):
    SEE_PRIVACY.require(request.user)
    facts = {
        "subjects": overview.subjects(),
        "rights": overview.rights(),
        "roles": overview.ROLES,
        "counts": overview.grants_today(clock.today()),
        "now": clock.now(),
    }
    return render(request, "people/privacy_overview.html", facts)
