"""The house style: the name, the colour and the logo of the organisation, with a preview."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bloei.foundation import context, files, house_style, toasts
from bloei.people.access import CHANGE_APPEARANCE
from bloei.people.appearance_forms import AppearanceForm, LogoForm


@require_http_methods(["GET", "HEAD", "POST"])
def appearance_change(request):
    """Change the name and the colour; with `look`, first see what that looks like."""
    CHANGE_APPEARANCE.require(request.user)
    if request.method != "POST":
        return _show(request)
    data = request.POST.copy()
    if taken := data.get("take"):
        data["accent"] = taken
    form = AppearanceForm(data)
    if not form.is_valid():
        return _show(request, form=form, seen=form.better, status=422)
    if "look" in data or taken:
        return _show(request, form=form, seen=form.cleaned_data["accent"])
    house_style.change_appearance(**form.cleaned_data, by=request.user)
    toasts.confirm(request, _("The house style is saved."))
    return redirect("people:appearance_change")


@require_POST
def logo_place(request):
    CHANGE_APPEARANCE.require(request.user)
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            house_style.place_logo(**form.cleaned_data, by=request.user)
        except files.Refused as refusal:
            form.add_error("upload", _why(refusal.reason))
        else:
            toasts.confirm(request, _("This is the logo from now on."))
            return redirect("people:appearance_change")
    return _show(request, logo_form=form, status=422)


@require_POST
def logo_remove(request):
    CHANGE_APPEARANCE.require(request.user)
    house_style.remove_logo(by=request.user)
    toasts.confirm(request, _("The leaf of Bloei is back."))
    return redirect("people:appearance_change")


def _why(reason: str) -> str:
    if reason == "large":
        return _("This picture is too large. Make it smaller than 2 MB.")
    return _("Bloei takes a picture in PNG, JPEG or WebP. Save the logo as PNG and try again.")


def _show(request, *, form=None, logo_form=None, seen=None, status=200):
    """Draw the page; `seen` is a colour to look at that was not saved ("" for Bloei's own)."""
    row = context.appearance()
    shown = row.accent if seen is None else seen
    facts = {
        "form": form or AppearanceForm(initial={"name": row.name, "accent": row.accent}),
        "logo_form": logo_form or LogoForm(),
        "ours": row,
        "is_trial": seen is not None,
        "accent": shown or house_style.OWN_COLOUR,
    }
    return render(request, "people/appearance_change.html", facts, status=status)
