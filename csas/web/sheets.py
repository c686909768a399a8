"""Rows as a CSV file that no spreadsheet mistakes for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from litestar import Response

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(cell: object) -> str:
    """The cell as text; what would start a formula is given an apostrophe first."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) or text.startswith(DANGEROUS) else text


def write(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The whole file, with a mark by which spreadsheets know it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def download(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response[str]:
    """The file as an attachment."""
    return Response(
        write(head, rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
