"""What run.py and test.py share: the project's own environment, made once, with hashes, by the standard library only."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
LOCKS = ("packaging/runtime.lock", "packaging/test.lock")
STAMPED = (*LOCKS, "pyproject.toml")

# What the Qt wheels expect of a bare Debian or Ubuntu: for any window, and for one on an X display.
WINDOW_PACKAGES = (
    "libglib2.0-0", "libgl1", "libegl1", "libxkbcommon0", "libfontconfig1", "libdbus-1-3", "libxcb-cursor0", "libxkbcommon-x11-0",
    "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0",
)  # fmt: skip
WINDOW_LIBRARIES = (
    "libglib-2.0.so.0", "libGL.so.1", "libEGL.so.1", "libxkbcommon.so.0", "libfontconfig.so.1", "libdbus-1.so.3", "libxcb-cursor.so.0",
    "libxkbcommon-x11.so.0", "libxcb-icccm.so.4", "libxcb-keysyms.so.1", "libxcb-shape.so.0",
)  # fmt: skip


class Stop(Exception):
    """Ends the program with one message and exit code 2."""


def speak_utf8() -> None:
    """Have every system print UTF-8 without ever failing on a letter."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)


def say(text: str = "") -> None:
    """Print a line at once, so that it keeps its place among the lines of child programs."""
    print(text, flush=True)


def python() -> Path:
    """Return the environment's Python."""
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare() -> None:
    """Make or complete ``.venv``; with an unchanged stamp nothing is installed and no network is touched."""
    if sys.version_info < (3, 11):
        raise Stop(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}.")
    stamp = ENVIRONMENT / "coprod-stamp"
    wanted = _stamp()
    if python().exists() and stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    if not python().exists():
        _need_venv()
        say(f"Making {ENVIRONMENT}")
        if ENVIRONMENT.exists():
            shutil.rmtree(ENVIRONMENT)
        call([sys.executable, "-m", "venv", str(ENVIRONMENT)])
    say("Installing what the program and its tests need (once)")
    pip = [str(python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    locks = [part for lock in LOCKS for part in ("-r", str(ROOT / lock))]
    call([*pip, "--require-hashes", "--no-deps", *locks])
    call([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    stamp.write_text(wanted, "utf-8")


def _stamp() -> str:
    digest = hashlib.sha256(sys.version.encode())
    digest.update(str(ROOT).encode())
    for name in STAMPED:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def _need_venv() -> None:
    if importlib.util.find_spec("venv") is not None and importlib.util.find_spec("ensurepip") is not None:
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    apt_get(("python3-venv", f"python{version}-venv"), "Python's venv module is not installed")


def need_window_libraries() -> None:
    """See that the system libraries of the window are there; asked only when a window is about to open."""
    if not sys.platform.startswith("linux"):
        return
    probe = (
        "import ctypes, sys\n"
        "missing = []\n"
        "for name in sys.argv[1:]:\n"
        "    try: ctypes.CDLL(name)\n"
        "    except OSError: missing.append(name)\n"
        "print(' '.join(missing))"
    )
    missing = subprocess.run(
        [str(python()), "-c", probe, *WINDOW_LIBRARIES], capture_output=True, text=True, check=True
    ).stdout.split()
    if missing:
        apt_get(WINDOW_PACKAGES, f"The window needs system libraries that are missing ({', '.join(missing)})")


def apt_get(packages: Sequence[str], why: str) -> None:
    """As root on Debian or Ubuntu run the one apt-get line; else print it and stop."""
    line = f"apt-get update && apt-get install -y {' '.join(packages)}"
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not is_root or shutil.which("apt-get") is None:
        raise Stop(f"{why}. As root run:\n    {line}")
    say(f"{why}: {line}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    call(["apt-get", "update", "-q"], environment=environment, quiet=True)
    for package in packages:
        # Names differ between releases (libglib2.0-0t64 and its like): one that is unknown must not stop the others.
        subprocess.run(
            ["apt-get", "install", "-y", "-q", package], env=environment, stdout=subprocess.DEVNULL, check=False
        )


def call(command: Sequence[str], *, environment: Mapping[str, str] | None = None, quiet: bool = False) -> None:
    """Run a program and stop when it fails."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=dict(environment or os.environ),
        stdout=subprocess.DEVNULL if quiet else None,
        check=False,
    )
    if done.returncode:
        raise Stop(f"{Path(command[0]).name} {' '.join(command[1:4])} ended with code {done.returncode}.")


def main(job: object) -> int:
    """Run ``job`` and return its exit code, telling a Stop in one message."""
    speak_utf8()
    try:
        assert callable(job)
        return int(job())
    except Stop as fault:
        print(fault, file=sys.stderr, flush=True)
        return 2
    except KeyboardInterrupt:
        return 130
