"""Sending a file so that it can do nothing in the browser that opens it."""

from __future__ import annotations

from litestar import Response

# No script, no form, no frame and no address of ours: the file stands alone.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def send_pdf(content: bytes, name: str) -> Response[bytes]:
    """A PDF to keep, under a name of ours."""
    return Response(
        content,
        media_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": SANDBOX,
            "Cache-Control": "no-store",
        },
    )


def send_image(content: bytes) -> Response[bytes]:
    """A photograph of somebody, kept by nobody on the way."""
    kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    headers = {"Content-Security-Policy": SANDBOX, "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
    return Response(content, media_type=kind, headers=headers)
