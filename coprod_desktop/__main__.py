"""Starts the window, or the command line when arguments ask for it."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path


def gui() -> None:
    """Entry point of the GUI script: ``coprod-desktop [FILE]``."""
    multiprocessing.freeze_support()
    from coprod_desktop.ui.app import open_window

    sys.exit(open_window(sys.argv[1:]))


def main() -> None:
    """``python -m coprod_desktop``: a lone document opens the window, anything else is a command."""
    multiprocessing.freeze_support()
    from coprod_desktop.cli import main as command

    given = sys.argv[1:]
    if len(given) == 1 and Path(given[0]).suffix == ".coprod":
        gui()
    sys.exit(command(given))


if __name__ == "__main__":
    main()
