"""How forms become HTML: Django's accessible field groups in our own templates."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    field_template_name = "common/forms/field.html"
