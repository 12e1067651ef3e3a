"""How an agreement is said in a list: how near its day is, and where it was agreed."""

from django import template
from django.utils.translation import gettext as _

from bloei.agreements import rules
from bloei.agreements.models import Agreement
from bloei.foundation import clock

register = template.Library()


@register.filter
def nearness(agreement: Agreement) -> str:
    """`{{ agreement|nearness }}` is "late", "today", "soon" or "far"."""
    return rules.nearness(agreement.due_on, clock.today())


@register.simple_tag
def agreed_where(agreement: Agreement, viewer) -> str:
    """Say with whom, or where, it was agreed; empty where that says nothing."""
    if agreement.partner_id == viewer.pk:
        return _("agreed with you")
    if agreement.partner:
        return _("agreed with %(name)s") % {"name": agreement.partner.given_name}
    return _("from the team meeting") if agreement.about.startswith("meeting:") else ""
