"""Who holds which role: given and taken by administrators."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bloei.foundation import clock, errors, toasts
from bloei.foundation.periods import DAY
from bloei.people import actions
from bloei.people.access import GRANT_ROLES
from bloei.people.forms import RoleForm
from bloei.people.models import RoleGrant
from bloei.people.sign_in import fresh_sign_in


@require_GET
def role_list(request):
    """All roles of today and to come, and those that ended."""
    GRANT_ROLES.require(request.user)
    today = clock.today()
    rows = GRANT_ROLES.narrow(RoleGrant.objects.select_related("person", "unit"), request.user)
    rows = rows.order_by("role", "person__sort_name", "pk")
    ended = rows.filter(during__fully_lt=(today, None)).order_by("-during")
    facts = {
        "rows": rows.exclude(during__fully_lt=(today, None)),
        "ended": ended[:50],
        "today": today,
    }
    return render(request, "people/role_list.html", facts)


@fresh_sign_in
@require_http_methods(["GET", "POST"])
def role_grant(request):
    GRANT_ROLES.require(request.user)
    form = RoleForm(request.POST or None, by=request.user, initial={"from_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        grant = actions.grant_role(**form.cleaned_data, by=request.user)
        told = {"name": grant.person.full_name, "role": grant.get_role_display()}
        toasts.confirm(request, _("%(name)s now is: %(role)s.") % told)
        return redirect("people:role_list")
    status = 422 if form.errors else 200
    return render(request, "people/role_grant.html", {"form": form}, status=status)


@fresh_sign_in
@require_POST
def role_revoke(request, pk):
    grant = GRANT_ROLES.find(RoleGrant.objects, request.user, pk=pk)
    try:
        actions.revoke_role(grant, last_on=clock.today() - DAY, by=request.user)
    except actions.MayNotGrant:
        return errors.unprocessable(
            request, _("Nobody takes a role from themselves. Ask another administrator.")
        )
    toasts.confirm(request, _("The role has ended."))
    return redirect("people:role_list")
