"""Numbers of a funnel in templates."""

from django import template

from campaigns import funnel_words

register = template.Library()
register.filter("money", funnel_words.money)
register.filter("percent", funnel_words.percent)
register.filter("at_least", funnel_words.at_least)
