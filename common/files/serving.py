"""Handing out a stored picture: its own tight policy, never cached, never sniffed, never framed."""

from django.http import StreamingHttpResponse

from common.files.keeping import find_blob, read_variant
from common.images.sanitiser import MADE_TYPE
from common.models import StoredFile

# Even if a browser took the bytes for a page, it could load, run, send and embed nothing.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def picture_response(file: StoredFile, variant: str) -> StreamingHttpResponse:
    """The variant's bytes. Who may see it, and that it was seen, is the caller's business.

    Raises: NotFound.
    """
    blob = find_blob(file, variant)
    response = StreamingHttpResponse(read_variant(file, variant), content_type=MADE_TYPE.value)
    response["Content-Length"] = str(blob.size)
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = 'inline; filename="picture.jpg"'
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, noimageindex"
    return response
