"""Pages about schemes, for HR: what there is, for whom, what a rule does before it holds."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bloei.budgets import cao, jobs, rounds
from bloei.budgets.access import MANAGE_SCHEMES
from bloei.budgets.actions import schemes as actions
from bloei.budgets.forms.assigning import AssignmentForm, FirstDayForm
from bloei.budgets.forms.example import ExampleForm
from bloei.budgets.forms.schemes import RuleForm, TextForm
from bloei.budgets.granting import corrections
from bloei.budgets.models import Scheme, SchemeVersion
from bloei.budgets.reckoning.scheme_effect import effect
from bloei.budgets.schemes import overview
from bloei.budgets.schemes import text as scheme_text
from bloei.budgets.schemes import words as scheme_words
from bloei.budgets.schemes.preview import Example, preview
from bloei.budgets.schemes.rulebook import read
from bloei.budgets.schemes.uncovered import uncovered
from bloei.foundation import clock, toasts
from bloei.foundation.forms import new_key
from bloei.people.sign_in import fresh_sign_in

TEXT, SHIPPED = "text", "shipped"
MANY = 1000  # for so many people a correction takes too long for one answer


def scheme_named(request, name: str) -> Scheme:
    MANAGE_SCHEMES.require(request.user)
    return get_object_or_404(Scheme, name=name)


@require_GET
def scheme_list(request):
    MANAGE_SCHEMES.require(request.user)
    today = clock.today()
    facts = overview.all_schemes(today) | {"uncovered": uncovered(today)}
    return render(request, "budgets/scheme_list.html", facts)


@require_GET
def scheme_detail(request, name):
    return detail(request, scheme_named(request, name))


def detail(request, scheme: Scheme, form=None, status=200):
    today = clock.today()
    form = form or AssignmentForm(
        caos=overview.caos(),
        initial={
            "first": request.GET.get("first") or today.replace(month=1, day=1),
            "cao": request.GET.get("cao", ""),
            "unit": request.GET.get("unit", ""),
        },
    )
    versions = list(scheme.versions.order_by("-during").select_related("made_by", "confirmed_by"))
    current = overview.version_on(versions, today)
    rule = read(current.text) if current else None
    facts = {
        "scheme": scheme,
        "versions": versions,
        "version": current,
        "rule": rule,
        "sentences": scheme_words.sentences(rule) if rule else [],
        "assignments": scheme.assignments.select_related("unit"),
        "people": scheme.entitlements.filter(person__is_working=True).count(),
        "unconfirmed": [version for version in versions if not version.may_be_used],
        "is_newer": bool(overview.newer_text(scheme)),
        "form": form,
    }
    return render(request, "budgets/scheme_detail.html", facts, status=status)


@require_POST
@fresh_sign_in
def version_confirm(request, name, pk):
    scheme = scheme_named(request, name)
    version = get_object_or_404(SchemeVersion, scheme=scheme, pk=pk)
    if not version.may_be_used:
        actions.confirm_version(version, today=clock.today(), by=request.user)
        toasts.confirm(request, _("Confirmed. Now you can say for whom it holds."))
    return redirect("budgets:scheme_detail", name=scheme.name)


@require_http_methods(["GET", "HEAD", "POST"])
def scheme_new(request):
    """Make an own scheme, from nothing or from another one (`?from=`)."""
    MANAGE_SCHEMES.require(request.user)
    start = Scheme.objects.filter(name=request.GET.get("from", "")).first()
    old = overview.rule_on(start, clock.today()) if start else None
    form = _rule_form(request, old, copy=True)
    if request.method == "POST" and form.is_valid():
        try:
            key = form.cleaned_data["key"]
            scheme = actions.make_scheme(text=form.text, key=key, by=request.user)
            return redirect("budgets:scheme_detail", name=scheme.name)
        except actions.NameTaken:
            form.add_error(None, _("Another scheme has this short name."))
    return _form_page(request, form, None, None)


@require_http_methods(["GET", "HEAD", "POST"])
def scheme_change(request, name):
    """Change the rule from a day on; what was booked stays."""
    scheme = scheme_named(request, name)
    old = overview.rule_on(scheme, clock.today())
    form = _rule_form(request, old)
    begins = scheme_text.first_of_next_month(clock.today())
    first = FirstDayForm(request.POST or None, initial={"first": begins})
    sent = request.method == "POST" and form.is_valid() and first.is_valid()
    if sent and "people" in request.POST:
        found = effect(scheme, form.rule, first.cleaned_data["first"], clock.today())
        real = {"effect": found, "largest": found.largest(request.user)}
        return _form_page(request, form, scheme, first, old, **real)
    if sent and _change(request, scheme, form, first):
        return redirect("budgets:scheme_detail", name=scheme.name)
    return _form_page(request, form, scheme, first, old)


def _change(request, scheme, form, first) -> bool:
    """Change the rule and return True, or put on the forms why it cannot be."""
    try:
        actions.change_scheme(
            scheme,
            text=form.text,
            first=first.cleaned_data["first"],
            today=clock.today(),
            key=form.cleaned_data["key"],
            by=request.user,
        )
    except actions.OtherName:
        form.add_error(None, _("Leave the short name as it is: another name is another scheme."))
    except actions.UnitChanged:
        form.add_error(None, _("A budget in euros cannot become one in hours."))
    except actions.StartsTooEarly:
        first.add_error("first", _("It must begin after the rule that holds now."))
    else:
        return True
    return False


def _rule_form(request, old: cao.Scheme | None, *, copy: bool = False):
    """Return the questions, or the text where the questions cannot say the rule."""
    answers = scheme_text.answers(old) if old else {}
    as_text = request.GET.get("as") in {TEXT, SHIPPED} or answers is None
    data = request.POST if request.method == "POST" else None
    if as_text:
        text = overview.text_of(old) if old else ""
        if old and request.GET.get("as") == SHIPPED and old.name in cao.shipped_names():
            text = cao.shipped_text(old.name)
        if copy and old:
            text = scheme_text.with_name(text, f"{old.name}-eigen", old.title)
        return TextForm(data, initial={"text": text})
    initial = answers or {"unit": "EUR", "every": "year", "base": "amount", "prorate": True,
                          "fulltime_hours": 36, "lapse": "2", "joining": "months_left"}  # fmt: skip
    if copy and old:
        initial["name"] = f"{old.name}-eigen"
    for name in ("amount", "cap"):
        if isinstance(initial.get(name), int):
            initial[name] = scheme_text.units(initial[name], initial["unit"]).replace(".00", "")
    form = RuleForm(data, initial=initial)
    form.fields["name"].disabled = bool(old) and not copy
    return form


def _form_page(request, form, scheme, first, old=None, **real):
    example = ExampleForm(request.POST if "example-hours" in request.POST else None)
    rule = _rule_in(form) or old
    facts = {
        "form": form,
        "first": first,
        "scheme": scheme,
        "example": example,
        "as_text": isinstance(form, TextForm),
        "preview": _preview(rule, old, example) if rule else None,
        "changed": bool(old) and form.is_bound and bool(form.changed_data),
    } | real
    status = 422 if request.method == "POST" and not real else 200
    return render(request, "budgets/scheme_form.html", facts, status=status)


def _rule_in(form) -> cao.Scheme | None:
    """Return the rule that stands in the form now, sent or not, or None when it is not whole."""
    if form.is_bound:
        form.is_valid()
        return getattr(form, "rule", None)
    trial = type(form)({**form.initial, "key": new_key()}, initial=form.initial)
    trial.is_valid()
    return getattr(trial, "rule", None)


def _preview(rule: cao.Scheme, old: cao.Scheme | None, form: ExampleForm) -> dict:
    if form.is_bound and form.is_valid():
        known = form.cleaned_data
        example = Example(known["hours"], known["since"], None, form.spends_in(rule.unit))
    else:
        fields = form.fields
        example = Example(fields["hours"].initial, fields["since"].initial)
    today = clock.today()
    return preview(rule, old, example, today) | {"example_person": example, "rule": rule,
                                                 "today": today}  # fmt: skip


@require_POST
def scheme_preview(request):
    """A fragment: what the rule in the form would do. Writes nothing."""
    MANAGE_SCHEMES.require(request.user)
    form = TextForm(request.POST) if "text" in request.POST else RuleForm(request.POST)
    form.is_valid()
    rule = getattr(form, "rule", None)
    scheme = Scheme.objects.filter(name=request.POST.get("scheme", "")).first()
    old = overview.rule_on(scheme, clock.today()) if scheme else None
    example = ExampleForm(request.POST)
    facts = {"preview": _preview(rule, old, example) if rule else None, "form": form}
    return render(request, "budgets/_scheme_preview.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in
def scheme_correct(request, name):
    """Show what the rule as it is now would book for the past; on POST book it."""
    scheme = scheme_named(request, name)
    today = clock.today()
    if request.method == "POST":
        return _correct(request, scheme)
    found = rounds.compare_balances(scheme, today, most=MANY)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    facts = {
        "scheme": scheme,
        "page": page,
        "rows": corrections.named(list(page.object_list)),
        "looked_at": MANY if scheme.entitlements.count() > MANY else 0,
        "more": sum(one.difference for one in found if one.difference > 0),
        "less": -sum(one.difference for one in found if one.difference < 0),
        "waived": sum(one.waived for one in found),
        "count": len(found),
    }
    return render(request, "budgets/scheme_correct.html", facts)


def _correct(request, scheme: Scheme):
    """Book the differences: at once, or for very many people by a job that shows its progress."""
    if scheme.entitlements.count() > MANY:
        jobs.correct_balances.later(scheme=scheme.pk, by=request.user.pk)
        toasts.confirm(request, _("The differences are being booked. You see the progress here."))
        return redirect("budgets:run_list")
    run = rounds.correct_balances(scheme, clock.today(), by=request.user)
    toasts.confirm(request, _("The differences are booked."))
    return redirect("budgets:run_detail", uuid=run.uuid)
