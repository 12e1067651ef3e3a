"""Forms on files of HR: bring one, say which column is what, confirm."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bloei.foundation.fields import DayField
from bloei.foundation.forms import KeyedForm
from bloei.foundation.tables.table import MOST_BYTES
from bloei.integrations.hr_import.asking import Answers, Question
from bloei.integrations.hr_import.consequences import COLUMN_NAMES
from bloei.integrations.hr_import.headings import USUAL

NOT_READ = ""
LEAVE = "leave"
PART = "part"


class TableFile(forms.ClearableFileInput):
    """A file with rows."""

    def __init__(self):
        super().__init__({"accept": ".csv,.txt,.xlsx,text/csv"})


class FileForm(KeyedForm):
    """A file of HR, and from when it holds."""

    upload = forms.FileField(
        label=_("File from your HR system"),
        help_text=_("CSV or Excel (.xlsx). Bloei finds out by itself how it was written."),
        widget=TableFile,
        error_messages={"empty": _("There is nothing in this file. Export it again.")},
    )
    as_of = DayField(
        label=_("From which day does this hold?"),
        help_text=_("Only for changes that have no date of their own in the file."),
    )
    is_part = forms.BooleanField(
        label=_("This file is about a part of the organisation"),
        help_text=_("Then nobody leaves because they are not in it."),
        required=False,
    )

    asks = forms.BooleanField(
        label=_("I say myself what each column is"),
        help_text=_("For a file of which Bloei took a column for something else."),
        required=False,
    )

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if upload.size > MOST_BYTES:
            most = MOST_BYTES // 1024 // 1024
            raise forms.ValidationError(
                gettext("This file is larger than %(most)s MB. Split it and import it in parts.")
                % {"most": most}
            )
        return upload


class ColumnsForm(forms.Form):
    """Which column is what: one choice per heading of the file."""

    def __init__(
        self, *args, headings: list[str], dropped: set[str], guessed: dict[str, str], **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.places = [at for at, head in enumerate(headings) if head and head not in dropped]
        self.headings = headings
        fields = {headings.index(heading): name for name, heading in guessed.items()}
        choices = [(NOT_READ, _("Do not read this column")), *COLUMN_NAMES.items()]
        for at in self.places:
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=headings[at],
                choices=choices,
                required=False,
                initial=fields.get(at, NOT_READ),
            )

    def clean(self):
        chosen: dict[str, str] = {}
        for at in self.places:
            name = self.cleaned_data.get(f"column_{at}")
            if not name:
                continue
            if name in chosen:
                words = gettext("“%(one)s” and “%(two)s” cannot both be this. Choose one of them.")
                facts = {"one": chosen[name], "two": self.headings[at]}
                self.add_error(f"column_{at}", words % facts)
            chosen[name] = self.headings[at]
        if "number" not in chosen:
            words = gettext(
                "Choose the column with the personnel numbers: Bloei knows people by it."
            )
            raise forms.ValidationError(words)
        return {"columns": {name: chosen[name] for name in USUAL if name in chosen}}


class ChoicesForm(forms.Form):
    """What HR chooses about the rows of one page: a field per question, named by its key."""

    def __init__(self, *args, questions: list[Question], answers: Answers, **kwargs):
        super().__init__(*args, **kwargs)
        for question in questions:
            told: dict[str, Any] = {
                "label": question.line["value"] or question.key,
                "required": False,
                "initial": question.chosen,
            }
            if answers.is_list(question):
                options = [("", _("Choose")), *answers.of(question)]
                self.fields[question.key] = forms.ChoiceField(choices=options, **told)
            else:
                typed = forms.TextInput(attrs={"placeholder": _("Number or code")})
                self.fields[question.key] = forms.CharField(max_length=40, widget=typed, **told)


class ConfirmForm(forms.Form):
    """HR has looked at it, and says so; and what it means that many people are absent."""

    absent = forms.ChoiceField(
        label=_("Why are so many people not in this file?"),
        choices=[
            ("", _("Choose")),
            (PART, _("The file is about a part of the organisation: nobody leaves")),
            (LEAVE, _("These people have really left")),
        ],
        error_messages={"required": _("Choose what holds; Bloei cannot know.")},
    )
    sure = forms.BooleanField(
        label=_("I have looked at what this brings about"),
        error_messages={"required": _("Look at the consequences first, then tick this.")},
    )
    typed = forms.IntegerField(
        label=_("How many people leave? Type the number to be sure."),
        help_text=_("Only when they have really left."),
        required=False,
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
    )

    def __init__(self, *args, leaving: int, asks: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.leaving = leaving
        if not asks:
            del self.fields["absent"], self.fields["typed"]

    def clean(self):
        told = super().clean() or self.cleaned_data
        if "absent" not in self.fields or self.errors:
            return told
        if told["absent"] == LEAVE and told.get("typed") != self.leaving:
            self.add_error("typed", gettext("This is not the number of people who would leave."))
        return told
