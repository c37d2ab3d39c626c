"""PySide6 6.12 loses a reference of True at every emit on Python 3.11 and aborts after some hundreds."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal


class Sender(QObject):
    told = Signal()


def test_emitting_two_thousand_times_loses_no_reference_of_true() -> None:
    sender = Sender()
    before = sys.getrefcount(True)
    for _ in range(2000):
        sender.told.emit()
    assert sys.getrefcount(True) >= before - 20
