"""Starting the window: fonts, theme, library, last-resort dialog; and ``--self-test`` for the built program."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6 import __version__ as qt_version
from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QMessageBox

from coprod_desktop import __version__
from coprod_desktop.errors import CoprodError
from coprod_desktop.library import load
from coprod_desktop.ui import theme
from coprod_desktop.ui.memory import Memory
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.window import MainWindow
from coprod_desktop.ui.work import finish_leftovers
from coprod_desktop.wording import LANGUAGES, user_language, words


def open_window(arguments: Sequence[str]) -> int:
    """Open the window, with a document if one is named; returns the exit code."""
    self_test = "--self-test" in arguments
    files = [a for a in arguments if not a.startswith("--")]
    if sys.platform.startswith("linux") and not any(
        os.environ.get(k) for k in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        # Qt would abort the process without a word.
        if sys.stderr is not None:
            print(  # noqa: T201
                "coprod: there is no display to open a window on. The commands work without one: coprod --help",
                file=sys.stderr,
            )
        return 2
    app = QApplication.instance() or QApplication(["coprod-desktop"])
    assert isinstance(app, QApplication)
    app.setApplicationName("CoProd Desktop")
    app.setApplicationVersion(__version__)
    desk = Desk(app)
    sys.excepthook = _last_resort
    desk.window.show()
    if files:
        desk.window.open_path(Path(files[0]))
    if self_test:
        return _self_test(app, desk.window)
    code = app.exec()
    finish_leftovers()
    return code


class Desk:
    """The running program: its one window, built anew when another language is chosen."""

    def __init__(self, app: QApplication) -> None:
        self.app, self.memory = app, Memory()
        self._translator = QTranslator(app)
        theme.load_fonts()
        dark = self.memory.get("dark")
        theme.apply(app, dark=dark if isinstance(dark, bool) else theme.system_is_dark())
        app.styleHints().colorSchemeChanged.connect(lambda _scheme: self._follow_system())
        self.window = self._build()

    def _build(self) -> MainWindow:
        language = self.memory.text("language")
        said = words(language if language in LANGUAGES else user_language())
        # Qt's own words: the buttons of its message boxes, the menus of its text fields.
        self.app.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(QLocale(said.language), "qtbase", "_", folder):
            self.app.installTranslator(self._translator)
        window = MainWindow(Session(load(), said), self.memory)
        window.language_asked.connect(self.speak)
        return window

    def speak(self, language: str) -> None:
        """Show the same document on the same tab in another language."""
        self.memory.put("language", language)
        old, document = self.window, self.window.session.document
        path, tab = document.path if document else None, old.tabs.currentIndex()
        old.session.close()
        self.window = self._build()
        self.window.show()
        if path is not None and self.window.open_path(path):
            self.window.tabs.setCurrentIndex(tab)
        old.close()
        old.deleteLater()

    def _follow_system(self) -> None:
        if self.memory.get("dark") is None:
            self.window.set_dark(None)


def _self_test(app: QApplication, window: MainWindow) -> int:
    """Walk through every tab once and close: what the installed program must be able to do."""
    for number in range(window.tabs.count()):
        window.tabs.setCurrentIndex(number)
        app.processEvents()
        if window.grab().isNull():
            return 1
    opened = window.session.plan is not None
    window.close()
    finish_leftovers()
    return 0 if opened else 1


def _last_resort(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """Show a fault of the program with everything a report needs; the document holds every finished edit."""
    if isinstance(fault, KeyboardInterrupt):
        QApplication.quit()
        return
    details = "".join(traceback.format_exception(kind, fault, trace))
    if sys.stderr is not None:
        sys.stderr.write(details)
    if isinstance(fault, CoprodError):
        QMessageBox.warning(None, "CoProd Desktop", str(fault))
        return
    box = QMessageBox(
        QMessageBox.Icon.NoIcon,
        "CoProd Desktop",
        words(user_language())("Something went wrong inside the program. Every finished edit is saved."),
    )
    box.setDetailedText(
        f"CoProd Desktop {__version__}, Qt {qt_version}, Python {platform.python_version()}, {platform.platform()}\n\n{details}"
    )
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.exec()
