"""Children that cannot outlive their parent.

A child whose parent is killed outright keeps its port and its files, and the next
start finds them taken. On Linux the kernel is asked to signal it instead; elsewhere
this does nothing. It starts no process itself.
"""

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with_parent(number: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """What a child runs before its program, so that it ends when we do.

    The kernel watches the thread that started the child, not the process, so
    this must be the one thread which lasts as long as the process.
    """
    if threading.current_thread() is not threading.main_thread():
        message = "Children are started from the main thread only."
        raise RuntimeError(message)
    parent = os.getpid()

    def ask_kernel() -> None:
        watch_parent(number)
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel


def watch_parent(number: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to signal this process when its parent ends."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
