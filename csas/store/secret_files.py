"""Files that hold a key: for their owner only, whole or not at all, and made once."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

OWNER_ONLY: Final = 0o600


def keep_once(path: Path, content: bytes) -> None:
    """Write a key beside its place and link it in, so that of two processes only one wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    waiting = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(waiting, path)
    except FileExistsError:
        pass
    finally:
        waiting.unlink()
