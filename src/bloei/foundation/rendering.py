"""How forms become HTML: with the components of the house."""

from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_SELECT = "django/forms/widgets/select.html"


class Renderer(TemplatesSetting):
    """Templates of the project come first, so our components draw the fields."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"

    def render(self, template_name, context, request=None):
        if template_name == _SELECT:
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: dict) -> SafeString:
    """Draw a choice as Django does, without a template per option: it may have a thousand."""
    groups = format_html_join("", "{}", ((_group(*group),) for group in widget["optgroups"]))
    name, attributes = widget["name"], flatatt(widget["attrs"])
    return format_html('<select name="{}"{}>{}</select>', name, attributes, groups)


def _group(name: str | None, options: list[dict], _index: int) -> SafeString:
    drawn = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((str(one["value"]), flatatt(one["attrs"]), one["label"]) for one in options),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn
