"""How I like to learn: a short page of one's own."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bloei.foundation import toasts
from bloei.learning import actions
from bloei.learning.access import OWN_WAY
from bloei.learning.models import WayOfLearning
from bloei.learning.way_form import WayForm


@require_http_methods(["GET", "HEAD", "POST"])
def my_way(request):
    OWN_WAY.require(request.user)
    rows = OWN_WAY.narrow(WayOfLearning.objects.all(), request.user)
    form = WayForm(request.POST if request.method == "POST" else None, rows=rows)
    if request.method == "POST" and form.is_valid():
        actions.choose_ways(request.user, ways=form.ways(), by=request.user)
        toasts.confirm(request, _("Kept. You can change it at any time."))
        return redirect("learning:my_way")
    status = 422 if form.errors else 200
    return render(request, "learning/my_way.html", {"form": form}, status=status)
