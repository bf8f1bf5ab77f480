"""What is wrong with a draft's wordings, in sentences."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.variant_rules import Unfit

UNFIT: Mapping[Unfit, str | Promise] = {
    Unfit.NO_WEIGHT: _("Its words are there: give it a weight."),
    Unfit.NO_WORDS: _("It has a weight: give it words of its own."),
    Unfit.NO_BASE: _("The others are compared with it: give it a weight."),
}
