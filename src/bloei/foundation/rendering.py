"""How forms become HTML: with the components of the house."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Templates of the project come first, so our components draw the fields."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
