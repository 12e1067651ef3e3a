"""The forms of this room: people, units, roles and one's own settings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.foundation.fields import DayField
from bloei.foundation.forms import KeyedForm
from bloei.people import sign_in
from bloei.people.kind_names import KIND_NAMES
from bloei.people.models import Person, Unit
from bloei.people.roles import GRANTED, LIMITABLE, Role


class MyDetailsForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["language"]
        labels = {"language": _("In which language do you want to see Bloei?")}
        widgets = {"language": forms.RadioSelect}


NOT_YOURSELF = _(
    "You cannot appoint yourself. Ask a colleague of HR, or let the file of HR say so."
)


class DeputyForm(KeyedForm):
    """Who stands in for me, and until when."""

    deputy = forms.CharField(
        label=_("Who stands in for you?"),
        help_text=_("Fill in the personnel number or the mail address of your colleague."),
        max_length=254,
    )
    from_on = DayField(label=_("Starting on"))
    last_on = DayField(label=_("Until and including"), required=False)

    def __init__(self, *args, leader: Person, by: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.leader, self.by = leader, by

    def clean_deputy(self) -> Person:
        person = _colleague(self.cleaned_data["deputy"])
        if person == self.leader:
            raise forms.ValidationError(_("You cannot stand in for yourself."))
        if person == self.by:
            raise forms.ValidationError(NOT_YOURSELF)
        return person

    def clean(self):
        return _in_order(self)


class UnitForm(KeyedForm):
    """A new unit, somewhere in the tree."""

    name = forms.CharField(label=_("Name"), max_length=120)
    code = forms.CharField(
        label=_("Code"),
        help_text=_("As in the files of HR, so that an import recognises this unit."),
        max_length=40,
    )
    parent = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Stands below"), empty_label=_("Nothing: it is at the top")
    )
    from_on = DayField(label=_("Starting on"))

    def __init__(self, *args, units, at_top: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = units
        self.fields["parent"].required = not at_top

    def clean_code(self):
        code = self.cleaned_data["code"].strip()
        if Unit.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Another unit has this code."))
        return code


class UnitNameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)


class UnitMoveForm(forms.Form):
    parent = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Stands below"), empty_label=_("Nothing: it is at the top")
    )
    from_on = DayField(
        label=_("Starting on"), help_text=_("The history before that day stays known.")
    )

    def __init__(self, *args, units, at_top: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = units
        self.fields["parent"].required = not at_top


class UnitCloseForm(forms.Form):
    last_on = DayField(label=_("Last day"))


class UnitLeaderForm(KeyedForm):
    """Who leads a unit; empty means that the unit above leads."""

    leader = forms.CharField(
        label=_("Who leads this unit?"),
        help_text=_("Personnel number or mail address. Empty: the unit above leads."),
        max_length=254,
        required=False,
    )
    from_on = DayField(label=_("Starting on"))

    def __init__(self, *args, by: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_leader(self) -> Person | None:
        text = self.cleaned_data["leader"].strip()
        if not text:
            return None
        person = _colleague(text)
        if person == self.by:
            raise forms.ValidationError(NOT_YOURSELF)
        return person


class LedOnForm(forms.Form):
    """On which day one wants to know who led somebody."""

    led_on = DayField(label=_("Who led on which day?"))


class RoleForm(KeyedForm):
    """A role for somebody, for all or for a part of the organisation."""

    person = forms.CharField(
        label=_("For whom?"), help_text=_("Personnel number or mail address."), max_length=254
    )
    role = forms.ChoiceField(
        label=_("Which role?"),
        choices=[(role.value, role.label) for role in GRANTED],
        widget=forms.RadioSelect,
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("For which part of the organisation?"),
        help_text=_("Only for HR and L&D."),
        empty_label=_("The whole organisation"),
        required=False,
    )
    from_on = DayField(label=_("Starting on"))
    last_on = DayField(label=_("Until and including"), required=False)

    def __init__(self, *args, by: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["unit"].queryset = Unit.objects.filter(closed_on=None).order_by("name")

    def clean_person(self) -> Person:
        person = _colleague(self.cleaned_data["person"])
        if person == self.by:
            raise forms.ValidationError(
                _("Nobody gives a role to themselves. Ask another administrator.")
            )
        return person

    def clean(self):
        cleaned = _in_order(self)
        if cleaned.get("unit") and Role(cleaned.get("role") or Role.HR) not in LIMITABLE:
            self.add_error("unit", _("This role is always for the whole organisation."))
        return cleaned


class TermsForm(forms.Form):
    """What is agreed in an employment, from a day on."""

    from_on = DayField(
        label=_("Starting on"),
        help_text=_("A day in the past is a correction: balances follow with the difference."),
    )
    hours_per_week = forms.DecimalField(
        label=_("Hours per week"), min_value=0, max_value=80, decimal_places=2, localize=True
    )
    function = forms.CharField(label=_("Function"), max_length=120, required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("Choose a unit")
    )
    cao = forms.CharField(label=_("Collective agreement (cao)"), max_length=80, required=False)
    kind = forms.ChoiceField(
        label=_("Kind of contract"),
        choices=[("", _("Not known")), *KIND_NAMES.items()],
        required=False,
    )
    manager = forms.CharField(
        label=_("Personal manager"),
        help_text=_("Number or mail address. Empty: the leader of the unit."),
        max_length=254,
        required=False,
    )

    def __init__(
        self,
        *args,
        by: Person,
        person: Person | None = None,
        manager: Person | None = None,
        units,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.person, self.manager_now, self.by = person, manager, by
        self.fields["unit"].queryset = units
        self._offer(self.initial.get("kind", ""))

    def _offer(self, kind: str) -> None:
        """Keep a kind that HR wrote and Bloei does not know among the choices."""
        field = self.fields["kind"]
        if kind and kind not in KIND_NAMES:
            field.choices = [*field.choices, (kind, kind)]

    def clean_manager(self) -> Person | None:
        text = self.cleaned_data["manager"].strip()
        if not text:
            return None
        manager = _colleague(text)
        if manager == self.person:
            raise forms.ValidationError(_("Nobody is their own manager."))
        if manager == self.by != self.manager_now:
            raise forms.ValidationError(NOT_YOURSELF)
        return manager


class NewPersonForm(KeyedForm, TermsForm):
    """Somebody new, with a first employment."""

    number = forms.CharField(label=_("Personnel number"), max_length=40)
    given_name = forms.CharField(label=_("Given name"), max_length=80)
    infix = forms.CharField(label=_("Prefix, such as van der"), max_length=30, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=120)
    email = forms.EmailField(label=_("Mail address"), max_length=254, required=False)
    field_order = ["number", "given_name", "infix", "family_name", "email", "from_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["from_on"].label = _("First day of work")
        self.fields["from_on"].help_text = ""

    def clean_number(self):
        number = self.cleaned_data["number"].strip()
        if Person.objects.filter(number__iexact=number).exists():
            raise forms.ValidationError(_("Somebody else has this number."))
        return number

    def clean_email(self):
        email = self.cleaned_data["email"].strip()
        if email and Person.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody else has this address."))
        return email or None


class LeavingForm(forms.Form):
    last_on = DayField(label=_("Last day of work"))


class EraseForm(forms.Form):
    """Erasing cannot be undone, so the number is typed."""

    number = forms.CharField(
        label=_("Personnel number"),
        help_text=_("Type the number of this person, so that you cannot take the wrong one."),
        max_length=40,
    )

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_number(self):
        if self.cleaned_data["number"].strip() != self.person.number:
            raise forms.ValidationError(_("This is not the number of this person."))
        return self.cleaned_data["number"]


def _colleague(text: str) -> Person:
    """Return who works here under this number or address; refuses the field otherwise."""
    person = sign_in.person_named(text)
    if person is None or not person.is_working:
        raise forms.ValidationError(_("We know nobody with this number or address."))
    return person


def _in_order(form: forms.Form) -> dict:
    cleaned = form.cleaned_data
    first, last = cleaned.get("from_on"), cleaned.get("last_on")
    if first and last and last < first:
        form.add_error("last_on", _("This day lies before the first day."))
    return cleaned
