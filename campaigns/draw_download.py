"""The receipt as a download, the same for pages and programs."""

from django.http import StreamingHttpResponse

from campaigns.models import Draw, DrawReceipt
from campaigns.queries.draws import receipt_text


def receipt_response(draw: Draw, receipt: DrawReceipt) -> StreamingHttpResponse:
    """The published bytes. They never change, so anybody may keep them."""
    response = StreamingHttpResponse(
        (piece.encode() for piece in receipt_text(draw, receipt)), content_type="application/json"
    )
    response["Content-Length"] = str(receipt.size_bytes)
    response["Content-Disposition"] = f'attachment; filename="draw-{draw.public_id}.json"'
    response["ETag"] = f'"{receipt.sha256}"'
    return response
