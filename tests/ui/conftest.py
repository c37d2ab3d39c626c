"""A window on the sample slate, as a user has it after the first start."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coprod_desktop.actions.sample import make_sample
from coprod_desktop.library import load
from coprod_desktop.ui import theme
from coprod_desktop.ui.memory import Memory
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.window import MainWindow
from coprod_desktop.wording import words


@pytest.fixture
def empty_window(qapp: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    theme.load_fonts()
    theme.apply(qapp, dark=False)
    window = MainWindow(Session(load(), words("en")), Memory())
    window.show()
    yield window
    window.close()
    # Windows left behind would be dressed again by every later change of theme.
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("slate") / "sample.coprod"
    make_sample(path, load())[0].close()
    return path


@pytest.fixture
def window(empty_window: MainWindow, sample: Path, tmp_path: Path) -> MainWindow:
    shutil.copy(sample, tmp_path / "sample.coprod")
    assert empty_window.open_path(tmp_path / "sample.coprod")
    return empty_window
