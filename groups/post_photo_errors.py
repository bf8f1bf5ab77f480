"""Why a photo can't be put to a post."""

from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, Refused


class TooManyPhotos(Refused):
    code = "too-many-photos"
    message = _("A post takes at most %(most)s photos.")


class PhotosNotAsked(Invalid):
    code = "photos-not-asked"
    message = _("This question is answered in words; photos belong to the weekend photos.")
