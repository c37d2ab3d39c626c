"""The first page: one sentence, then what to do, best choice first."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coprod_desktop.ui.memory import Memory
from coprod_desktop.ui.parts.basics import button, label, line, pane, row
from coprod_desktop.wording import Words


class StartPage(QWidget):
    """Shown while no document is open; a damaged one is explained here too."""

    budget_asked = Signal()
    new_asked = Signal()
    open_asked = Signal()
    sample_asked = Signal()
    recent_asked = Signal(str)

    def __init__(self, words: Words, memory: Memory) -> None:
        super().__init__()
        said = words
        main, left = pane("surface", margins=(120, 96, 60, 40), spacing=12)
        self._trouble = label("", "error", wrap=True)
        self._trouble.hide()
        left.addWidget(self._trouble)
        left.addWidget(label(said("Plan an official co-production"), "big", wrap=True))
        left.addWidget(
            label(
                said(
                    "Bring the budget of your line producer, name the partners, and see under which treaty the film meets the tests."
                ),
                "muted",
                wrap=True,
            )
        )
        left.addSpacing(12)
        buttons = [
            button(said("Start from a budget workbook"), self.budget_asked.emit, image="table", kind="big-primary"),
            button(said("New empty project"), self.new_asked.emit, image="plus", kind="big"),
            button(said("Open a file"), self.open_asked.emit, image="folder", kind="big"),
        ]
        for made in buttons:
            made.setFixedWidth(390)
            left.addWidget(made)
        left.addSpacing(18)
        left.addLayout(
            row(
                label(said("or look around in")),
                button(said("the sample project"), self.sample_asked.emit, kind="link"),
                None,
                spacing=4,
            )
        )
        left.addWidget(label(said("from the Excel budget to the printed dossier"), "muted"))
        left.addStretch(1)
        side, right = pane("background", margins=(40, 96, 40, 40), spacing=8)
        right.addWidget(label(said("Recent"), "sub"))
        right.addWidget(line())
        recent = [p for p in memory.recent() if p.exists()]
        for path in recent[:6]:
            right.addWidget(self._recent(path))
        if not recent:
            right.addWidget(label(said("No files yet."), "muted"))
        right.addSpacing(28)
        right.addWidget(label(said("On this computer"), "sub"))
        right.addWidget(
            label(said("Everything works without a network. Nothing is sent anywhere."), "muted", wrap=True)
        )
        right.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(main, 2)
        layout.addWidget(side, 1)

    def _recent(self, path: Path) -> QWidget:
        made = button(path.name, lambda: self.recent_asked.emit(str(path)), kind="link")
        made.setToolTip(str(path))
        return made

    def tell(self, sentence: str) -> None:
        """Say what went wrong, above the choices."""
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))
