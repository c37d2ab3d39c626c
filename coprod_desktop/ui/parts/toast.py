"""A sentence at the foot of the window, with Undo where something can be taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from coprod_desktop.ui.parts.basics import label
from coprod_desktop.ui.theme import Theme


class Toast(QFrame):
    """Replaces "Are you sure?": says what happened, offers the way back, goes by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = label("", wrap=True)
        self.text.setMaximumWidth(640)
        self.undo = QPushButton("")
        self.undo.setProperty("kind", "link")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.addWidget(self.text)
        layout.addWidget(self.undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, sentence: str, undo: str = "", action: object = None) -> None:
        """Show a sentence for eight seconds."""
        self.setStyleSheet(
            f"Toast {{ background: {Theme.name('text')}; border-radius: 4px; }} QLabel {{ color: {Theme.name('surface')}; }} QPushButton {{ color: {Theme.name('toast-undo')}; font-weight: 600; }}"
        )
        self.text.setText(sentence)
        self.undo.setVisible(bool(undo))
        self.undo.setText(undo)
        if callable(action):
            self.undo.clicked.connect(lambda: action(), Qt.ConnectionType.SingleShotConnection)
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start(8000)

    def place(self) -> None:
        """Stand above the foot of the window, in the middle."""
        parent = self.parentWidget()
        if parent is not None:
            self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - 84)
