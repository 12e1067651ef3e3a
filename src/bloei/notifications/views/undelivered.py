"""HR and the administrator see whom mail does not reach, and send it again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bloei.foundation import toasts
from bloei.foundation.models import Mail
from bloei.notifications import actions, undelivered
from bloei.notifications.access import SEE_UNDELIVERED

PER_PAGE = 30


@require_GET
def undelivered_list(request):
    SEE_UNDELIVERED.require(request.user)
    mails = undelivered.undelivered(request.user).select_related("about")
    mails = mails.defer("subject", "text", "html", "headers").order_by("about__sort_name", "pk")
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"mail": mail, "is_refused": undelivered.is_refused(mail)} for mail in page]
    facts = {"page": page, "rows": rows, "late": undelivered.late().count()}
    return render(request, "notifications/undelivered_list.html", facts)


@require_POST
def undelivered_again(request, pk):
    failed = Mail.objects.filter(state=Mail.State.FAILED)
    mail = SEE_UNDELIVERED.find(failed, request.user, pk=pk)
    try:
        mail = actions.send_again(mail, by=request.user)
    except actions.NoAddress:
        messages.warning(request, _("Bloei knows no mail address of this person."))
    else:
        toasts.confirm(request, _("The mail goes out again, to %(to)s.") % {"to": mail.to})
    return redirect("notifications:undelivered_list")
