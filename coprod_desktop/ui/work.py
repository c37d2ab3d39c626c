"""Slow work off the window's thread, with progress and Cancel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QThread, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from coprod_desktop.errors import CoprodError
from coprod_desktop.ui.session import Session

Job = Callable[[Callable[[int, int], None]], object]
"""A function of ``progress(done, all)``; it works on frozen values only and touches no widget."""


class Cancelled(Exception):
    """Raised inside a job when the user cancelled it."""


class _Thread(QThread):
    advanced = Signal(int, int)

    def __init__(self, job: Job, parent: QObject | None) -> None:
        super().__init__(parent)
        self.job = job
        self.result: object = None
        self.fault: Exception | None = None
        self.stopped = False

    def run(self) -> None:
        try:
            self.result = self.job(self._progress)
        except Exception as fault:
            self.fault = fault

    def _progress(self, done: int, whole: int) -> None:
        if self.stopped:
            raise Cancelled
        self.advanced.emit(done, whole)


class _Waiting(QDialog):
    def __init__(self, title: str, cancel: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setMinimumWidth(380)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        self.label = QLabel(title)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(title)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.button = QPushButton(cancel)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.button)
        for part in (self.label, self.bar):
            layout.addWidget(part)
        layout.addLayout(row)


def run_job(job: Job, title: str, cancel: str, parent: QWidget | None) -> object:
    """Run ``job`` in a thread and wait without freezing; a dialog appears after half a second.

    Returns its result; raises Cancelled, the job's CoprodError, or its bug.
    """
    thread = _Thread(job, parent)
    dialog = _Waiting(title, cancel, parent)
    loop = QEventLoop()

    def advanced(done: int, whole: int) -> None:
        dialog.bar.setRange(0, whole)
        dialog.bar.setValue(done)

    def stop() -> None:
        thread.stopped = True
        dialog.button.setEnabled(False)
        loop.quit()

    thread.advanced.connect(advanced)
    thread.finished.connect(loop.quit)
    dialog.button.clicked.connect(stop)
    dialog.rejected.connect(stop)
    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(dialog.show)
    timer.start(500)
    thread.start()
    loop.exec()
    timer.stop()
    dialog.rejected.disconnect(stop)
    dialog.close()
    if thread.stopped and thread.isRunning():
        # Cancel answers at once; the thread ends at its next step and its result is thrown away.
        _leftovers.add(thread)
        thread.setParent(None)
        thread.finished.connect(lambda: _leftovers.discard(thread))
        raise Cancelled
    thread.wait()
    if thread.fault is not None:
        raise thread.fault
    if thread.stopped:
        raise Cancelled
    return thread.result


def write_pdf(session: Session, job: Job, target: Path, parent: QWidget) -> bool:
    """Run a job that writes a PDF to ``target``, with progress and Cancel, and tell how it ended.

    Returns whether it was written.
    """
    said = session.words
    try:
        run_job(job, said("Writing the PDF"), said("Cancel"), parent)
    except Cancelled:
        return False
    except CoprodError as fault:
        session.told.emit(str(fault))
        return False
    session.told.emit(said("Wrote {file}", file=target.name))
    return True


_leftovers: set[QThread] = set()


def finish_leftovers() -> None:
    """Wait for cancelled jobs at the end of the program."""
    for thread in list(_leftovers):
        thread.wait(5000)
