"""What people fill in about learning: filters, own findings, goals, records, offers, files."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.foundation import clock
from bloei.foundation.fields import Cards, DayField, EuroField, HoursField, Photo
from bloei.foundation.forms import KeyedForm
from bloei.learning import finding
from bloei.learning.models import Audience, Kind, Offer, RecordKind, Skill
from bloei.learning.rules import MOST_CENTS, MOST_MINUTES

LANGUAGES = [("nl", _("Dutch")), ("en", _("English")), ("de", _("German")), ("fr", _("French"))]
VAT = [(21, _("21 %")), (9, _("9 %")), (0, _("no VAT"))]
FOUND_KINDS = (Kind.COURSE, Kind.BOOK, Kind.CONFERENCE, Kind.E_LEARNING, Kind.COACHING, Kind.OTHER)


def _choices(kinds) -> list:
    return [(kind.value, kind.label) for kind in kinds]


class Pairs(Cards):
    """Short cards, two beside each other."""

    pairs = True


class FilterForm(forms.Form):
    """What somebody looks for; every part stands in the address, and wrong parts are ignored."""

    q = forms.CharField(required=False, max_length=100)
    online = forms.BooleanField(required=False, label=_("Online"))
    short = forms.BooleanField(required=False, label=_("At most an hour"))
    free = forms.BooleanField(required=False, label=_("Free of charge"))
    this_year = forms.BooleanField(required=False, label=_("Still this year"))
    kind = forms.MultipleChoiceField(
        required=False, choices=Kind.choices, widget=forms.CheckboxSelectMultiple, label=_("Kind")
    )
    up_to = EuroField(required=False, label=_("Costs at most"), at_most=MOST_CENTS)
    price = forms.IntegerField(required=False, min_value=0, max_value=MOST_CENTS)
    place = forms.CharField(required=False, max_length=60, label=_("Place"))
    language = forms.ChoiceField(
        required=False, choices=[("", _("Every language")), *LANGUAGES], label=_("Language")
    )
    skill = forms.ModelMultipleChoiceField(required=False, queryset=Skill.objects.all())
    order = forms.ChoiceField(
        required=False,
        label=_("Order"),
        choices=[
            (finding.FIT, _("fits you best")),
            (finding.CHEAP, _("lowest price")),
            (finding.SOON, _("starts soonest")),
            (finding.NEW, _("newest")),
        ],
    )
    CHIPS = ("online", "short", "free", "this_year")

    @property
    def chips(self) -> list:
        return [self[name] for name in self.CHIPS]

    def filters(self, today, budget_cents: int | None) -> finding.Filters:
        """Return what is asked for; `budget_cents` when it must fit the budget."""
        self.is_valid()
        told = getattr(self, "cleaned_data", {})
        limits = (told.get("up_to"), told.get("price"), budget_cents)
        price = min((limit for limit in limits if limit is not None), default=None)
        return finding.Filters(
            text=told.get("q", ""),
            kinds=tuple(told.get("kind", ())),
            price_up_to=price,
            minutes_up_to=finding.SHORT_MINUTES if told.get("short") else None,
            language=told.get("language", ""),
            place=told.get("place", ""),
            skills=tuple(skill.pk for skill in told.get("skill", ())),
            is_online=bool(told.get("online")),
            is_free=bool(told.get("free")),
            within=today.replace(month=12, day=31) if told.get("this_year") else None,
            order=told.get("order") or finding.FIT,
        )


class FindingForm(KeyedForm):
    """Something found elsewhere: what it is, what it costs, where it can be seen."""

    title = forms.CharField(max_length=200, label=_("What is it called?"))
    kind = forms.ChoiceField(
        choices=_choices(FOUND_KINDS), widget=Pairs, initial=Kind.COURSE, label=_("What is it?")
    )
    price_cents = EuroField(
        required=False, label=_("What does it cost?"), at_most=MOST_CENTS,
        help_text=_("Including VAT. Leave it empty when you do not know yet."),
    )  # fmt: skip
    provider = forms.CharField(required=False, max_length=120, label=_("Who gives it?"))
    minutes = HoursField(required=False, label=_("How many hours?"), at_most=MOST_MINUTES)
    starts_on = DayField(required=False, label=_("When does it start?"))
    url = forms.URLField(
        required=False, max_length=500, label=_("Link"), assume_scheme="https",
        help_text=_("The page where one can read about it."),
    )  # fmt: skip

    def facts(self) -> dict:
        """Return the columns of the offer."""
        told = {**self.cleaned_data}
        return {name: told[name] for name in told if name not in ("key", "provider")}


class GoalForm(KeyedForm):
    text = forms.CharField(
        max_length=200,
        label=_("What do you want to become better at?"),
        help_text=_("One sentence is enough."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_shared = forms.BooleanField(
        required=False,
        label=_("My manager may see this goal"),
        help_text=_("Without this tick only you see it."),
    )


class InterestForm(forms.Form):
    skills = forms.ModelMultipleChoiceField(
        required=False,
        queryset=Skill.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label=_("What do you like to know more about?"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["skills"].queryset = Skill.objects.order_by("name")


class ManyFiles(Photo):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files; the types are checked from the content when they are stored."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        given = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in given if one]


class RecordForm(KeyedForm):
    """What somebody learned. Two sentences are enough."""

    what = forms.CharField(max_length=200, label=_("What did you learn or do?"))
    kind = forms.ChoiceField(
        choices=[
            (kind.value, kind.label)
            for kind in RecordKind
            if kind not in (RecordKind.MICRO, RecordKind.MENTORING)
        ]
        + [(RecordKind.MENTORING.value, RecordKind.MENTORING.label)],
        widget=Pairs,
        initial=RecordKind.AT_WORK,
        label=_("How did you learn it?"),
    )
    done_on = DayField(label=_("When?"), initial=clock.today)
    minutes = HoursField(
        required=False, label=_("How many hours?"), at_most=MOST_MINUTES,
        help_text=_("For example 1.5 or 0:30."),
    )  # fmt: skip
    note = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("What will you do differently?"),
    )
    audience = forms.ChoiceField(
        choices=Audience.choices, widget=Pairs, initial=Audience.ONLY_ME, label=_("Who may see it?")
    )
    evidence = ManyFilesField(
        required=False,
        label=_("Photo or certificate"),
        help_text=_("A picture or a PDF of at most 20 MB. You may choose several."),
    )

    def clean_done_on(self):
        day = self.cleaned_data["done_on"]
        if day > clock.today():
            raise forms.ValidationError(_("Choose a day that has been."))
        return day


class FinishForm(forms.Form):
    on = DayField(label=_("When was it done?"), initial=clock.today)
    minutes = HoursField(required=False, label=_("How many hours?"), at_most=MOST_MINUTES)

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError(_("Choose a day that has been."))
        return day


class OfferForm(KeyedForm):
    """An offer in the catalogue, by L&D."""

    title = forms.CharField(max_length=200, label=_("Title"))
    kind = forms.ChoiceField(choices=Kind.choices, label=_("Kind"))
    provider = forms.CharField(required=False, max_length=120, label=_("Provider"))
    summary = forms.CharField(
        required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}),
        label=_("What does one learn?"),
    )  # fmt: skip
    price_cents = EuroField(
        required=False, label=_("Price"), at_most=MOST_CENTS,
        help_text=_("As the provider gives it. Empty means not known, 0 means free."),
    )  # fmt: skip
    includes_vat = forms.BooleanField(
        required=False, initial=True, label=_("This price includes VAT")
    )
    vat_percent = forms.TypedChoiceField(
        choices=VAT, coerce=int, initial=21, label=_("VAT"),
        help_text=_("A file of offers does not name this. Bloei then assumes 21 %."),
    )  # fmt: skip
    minutes = HoursField(required=False, label=_("Duration in hours"), at_most=MOST_MINUTES)
    language = forms.ChoiceField(choices=LANGUAGES, initial="nl", label=_("Language"))
    place = forms.CharField(
        required=False, max_length=120, label=_("Place"), help_text=_("A town, or online.")
    )
    starts_on = DayField(required=False, label=_("Starts on"))
    skills = forms.CharField(
        required=False, max_length=600, label=_("Skills"),
        help_text=_("Separated by commas, for example: writing, planning."),
    )  # fmt: skip
    url = forms.URLField(required=False, max_length=500, label=_("Link"), assume_scheme="https")
    code = forms.CharField(required=False, max_length=60, label=_("Code of the provider"))
    is_mandatory = forms.BooleanField(
        required=False,
        label=_("This is mandatory for who takes part"),
        help_text=_(
            "The employer pays, and it takes place in working time. It never costs a personal "
            "budget. Who takes part already keeps what was agreed."
        ),
    )
    # fmt: off
    COLUMNS = (
        "title", "kind", "summary", "price_cents", "includes_vat", "vat_percent", "minutes",
        "language", "place", "starts_on", "url", "code", "is_mandatory",
    )
    # fmt: on

    @classmethod
    def initial_of(cls, offer: Offer) -> dict:
        facts = {name: getattr(offer, name) for name in cls.COLUMNS}
        skills = ", ".join(skill.name for skill in offer.skills.order_by("name"))
        return {
            **facts,
            "skills": skills,
            "provider": offer.provider.name if offer.provider else "",
        }

    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.COLUMNS}

    def skill_names(self) -> list[str]:
        return [name.strip() for name in self.cleaned_data["skills"].split(",") if name.strip()]


class ImportForm(KeyedForm):
    file = forms.FileField(
        label=_("File with offers"),
        help_text=_("CSV, Excel (.xlsx) or JSON, at most 20 MB."),
    )
