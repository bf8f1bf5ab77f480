"""A form's field for one picture, from the camera or from the device."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from common.errors import Refused
from common.files.uploads import MAX_FILES, SealedUpload

ACCEPT = "image/jpeg,image/png,image/webp"


class PictureInput(forms.FileInput):
    """``capture``: "environment" opens a phone's rear camera, "user" the front one; "" lets people choose."""

    def __init__(self, *, capture: str = "") -> None:
        super().__init__({"accept": ACCEPT, **({"capture": capture} if capture else {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.get(name)


class PictureField(forms.Field):
    """Cleans to a ``SealedUpload`` that was looked at by its first bytes, or None."""

    widget = PictureInput
    default_error_messages = {"required": _("Please choose a picture.")}

    def __init__(self, *, capture: str = "", **more: Any) -> None:
        super().__init__(widget=PictureInput(capture=capture), **more)

    def to_python(self, value: Any) -> SealedUpload | None:
        if value in self.empty_values:
            return None
        return _checked(cast(SealedUpload, value))


def _checked(upload: SealedUpload) -> SealedUpload:
    try:
        upload.check_picture()
    except Refused as refused:
        raise forms.ValidationError(refused.text, code=refused.code) from refused
    return upload


class PicturesInput(forms.FileInput):
    """Several at once."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__({"accept": ACCEPT, "multiple": True})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else []


class PicturesField(forms.Field):
    """Cleans to a list of ``SealedUpload``, as many as one request may bring."""

    widget = PicturesInput

    def to_python(self, value: Any) -> list[SealedUpload]:
        uploads: Sequence[SealedUpload] = value or ()
        if len(uploads) > MAX_FILES:
            raise forms.ValidationError(
                _("At most %(most)s pictures at once."), code="too-many-pictures", params={"most": MAX_FILES}
            )
        return [_checked(one) for one in uploads]
