"""Dossier: template, checklist, the real pages, one primary button."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from coprod_desktop.actions.printing import print_dossier, write_bytes
from coprod_desktop.dossier.build import SECTION_TITLES, TEMPLATES, Dossier, build
from coprod_desktop.errors import CoprodError
from coprod_desktop.ui.parts.basics import button, flat, label, pane, row, scrolled
from coprod_desktop.ui.parts.fields import combo
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.theme import icon
from coprod_desktop.ui.work import Cancelled, run_job, write_pdf
from coprod_desktop.wording import LANGUAGES


class DossierTab(QWidget):
    """The pack as it will be printed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        said = session.words
        self._dossier: Dossier | None = None
        self._stale = True
        self.page = 0
        left, column = pane("background", margins=(0, 16, 0, 12), spacing=10)
        top = QVBoxLayout()
        top.setContentsMargins(20, 0, 20, 0)
        self.language = combo(said("Language"), [(code, said.language_name(code)) for code in LANGUAGES])
        self.language.activated.connect(lambda _index: self._make_stale())
        top.addWidget(label(said("Dossier"), "title"))
        top.addWidget(
            label(said("Generic pack: for investors, partners and first talks with funds."), "muted", wrap=True)
        )
        top.addWidget(self.language)
        column.addLayout(top)
        self.sections = QListWidget()
        self.sections.setAccessibleName(said("Sections"))
        self.sections.setStyleSheet("background: transparent; font-size: 13px;")
        self.sections.currentItemChanged.connect(lambda new, _old: self._go_section(new))
        column.addWidget(self.sections, 1)
        self._notes = label("", "caption", wrap=True)
        self._notes.setContentsMargins(20, 0, 20, 0)
        column.addWidget(self._notes)
        middle, work = pane("sunken", margins=(0, 0, 0, 0), spacing=0)
        self._number = label("", "sub")
        bar, tools = pane("surface", margins=(16, 8, 16, 8))
        tools.addLayout(
            row(
                flat(said("Page before"), "chevron-left", lambda: self.show_page(self.page - 1)),
                self._number,
                flat(said("Next page"), "chevron-right", lambda: self.show_page(self.page + 1)),
                None,
                button(said("Renew"), self.renew_now),
                button(said("Print"), self.print_it, image="print"),
                button(said("Export PDF"), self.export, image="export", kind="primary"),
            )
        )
        work.addWidget(bar)
        self._image = QLabel()
        self._image.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._image.setAccessibleName(said("Page"))
        desk, desk_layout = pane("sunken", margins=(16, 18, 16, 18))
        desk_layout.addWidget(self._image)
        desk_layout.addStretch(1)
        work.addWidget(scrolled(desk, said("Pages")), 1)
        self.thumbnails = QListWidget()
        self.thumbnails.setAccessibleName(said("All pages"))
        self.thumbnails.setViewMode(QListWidget.ViewMode.IconMode)
        self.thumbnails.setIconSize(QSize(84, 119))
        self.thumbnails.setGridSize(QSize(112, 150))
        self.thumbnails.setMovement(QListWidget.Movement.Static)
        self.thumbnails.setFlow(QListWidget.Flow.TopToBottom)
        self.thumbnails.setWrapping(False)
        self.thumbnails.currentRowChanged.connect(lambda number: self.show_page(number))
        self.splitter = QSplitter()
        for part in (left, middle, self.thumbnails):
            self.splitter.addWidget(part)
        self.splitter.setSizes([320, 860, 134])
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)
        session.changed.connect(lambda _before, _after: self._make_stale())
        self._make_stale()

    def _make_stale(self) -> None:
        self._stale = True
        self._fill_sections()
        if self.isVisible():
            QTimer.singleShot(0, self.renew)

    def showEvent(self, event: object) -> None:
        QTimer.singleShot(0, self.renew)

    def _fill_sections(self) -> None:
        said, plan = self.session.words, self.session.plan
        kept = self.sections.currentRow()
        self.sections.blockSignals(True)
        self.sections.clear()
        complete = {
            "card": bool(plan and plan.card.logline and plan.card.synopsis_short),
            "producers": bool(plan and plan.partners),
            "budget": bool(plan and plan.budget is not None),
            "financing": bool(plan and plan.sources),
            "eligibility": bool(plan and plan.countries),
            "contacts": bool(plan and plan.partners and all(p.contact for p in plan.partners)),
        }
        missing = 0
        for number, name in enumerate(TEMPLATES["generic"], start=1):
            page = self._dossier.section_pages.get(name) if self._dossier else None
            item = QListWidgetItem(
                icon("check" if complete[name] else "missing", "accent" if complete[name] else "text"),
                f"  {number}   {said(SECTION_TITLES[name])}{f'    {page}' if page else ''}",
            )
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setSizeHint(QSize(200, 30))
            if not complete[name]:
                bold = item.font()
                bold.setBold(True)
                item.setFont(bold)
                missing += 1
            self.sections.addItem(item)
        self.sections.setCurrentRow(kept)
        self.sections.blockSignals(False)
        note = (
            said("{n} sections incomplete, none stops a draft.", n=missing)
            if missing
            else said("Every section is complete.")
        )
        if self._dossier is not None and self._dossier.missing_glyphs:
            note += " " + said("No font here draws: {signs}", signs=" ".join(self._dossier.missing_glyphs[:12]))
        if self._dossier is not None and self._dossier.english_only:
            note += " " + said("{n} texts have no translation and stand in English.", n=len(self._dossier.english_only))
        self._notes.setText(note)

    def renew_now(self) -> None:
        """Set the pages again."""
        self._stale = True
        self.renew()

    def renew(self) -> None:
        """Set the pages if something changed; slow work runs aside."""
        assessment = self.session.assessment
        if not self._stale or assessment is None:
            return
        self._stale = False
        language = str(self.language.currentData() or "en")
        try:
            made = run_job(
                lambda progress: build(assessment, self.session.book, language=language, progress=progress),
                self.session.words("Setting the pages"),
                self.session.words("Cancel"),
                self,
            )
        except Cancelled:
            self._stale = True
            return
        except CoprodError as fault:
            self.session.told.emit(str(fault))
            return
        assert isinstance(made, Dossier)
        self._dossier = made
        self._fill_sections()
        self._fill_thumbnails()
        self.show_page(min(self.page, made.pages - 1))

    def _fill_thumbnails(self) -> None:
        assert self._dossier is not None
        self.thumbnails.blockSignals(True)
        self.thumbnails.clear()
        pages = pypdfium2.PdfDocument(self._dossier.pdf)
        try:
            for number in range(min(len(pages), 200)):
                self.thumbnails.addItem(QListWidgetItem(QIcon(_pixmap(pages, number, 0.16 * 2, 2)), str(number + 1)))
        finally:
            pages.close()
        self.thumbnails.blockSignals(False)

    def show_page(self, number: int) -> None:
        """Show one page."""
        if self._dossier is None or not 0 <= number < self._dossier.pages:
            return
        self.page = number
        pages = pypdfium2.PdfDocument(self._dossier.pdf)
        try:
            ratio = self.devicePixelRatioF()
            self._image.setPixmap(_pixmap(pages, number, 1.12 * ratio, ratio))
        finally:
            pages.close()
        said = self.session.words
        self._number.setText(said("Page {n} of {all}", n=number + 1, all=self._dossier.pages))
        self.thumbnails.blockSignals(True)
        self.thumbnails.setCurrentRow(number)
        self.thumbnails.blockSignals(False)

    def _go_section(self, item: QListWidgetItem | None) -> None:
        if item is not None and self._dossier is not None:
            page = self._dossier.section_pages.get(str(item.data(Qt.ItemDataRole.UserRole)))
            if page:
                self.show_page(page - 1)

    def export(self) -> None:
        """Write the pack where the user says."""
        plan = self.session.plan
        if plan is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self, self.session.words("Export PDF"), f"{plan.card.title}.pdf", "PDF (*.pdf)"
        )
        if name:
            self.export_to(Path(name))

    def export_to(self, target: Path) -> bool:
        """Write the pack to a file, with progress and Cancel; returns whether it was written."""
        plan = self.session.plan
        if plan is None:
            return False
        on, language, book = self.session.on, str(self.language.currentData() or "en"), self.session.book
        return write_pdf(
            self.session,
            lambda progress: print_dossier(plan, book, on, target, language=language, progress=progress),
            target,
            self,
        )

    def print_it(self) -> None:
        """Open the pack in the system's viewer, which prints it."""
        document = self.session.document
        self.renew()
        if self._dossier is None or document is None:
            return
        target = document.path.with_suffix(".pdf")
        try:
            write_bytes(target, self._dossier.pdf)
        except CoprodError as fault:
            self.session.told.emit(str(fault))
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))


def _pixmap(pages: pypdfium2.PdfDocument, number: int, scale: float, ratio: float) -> QPixmap:
    image = pages[number].render(scale=scale).to_pil().convert("RGB")
    made = QImage(image.tobytes(), image.width, image.height, 3 * image.width, QImage.Format.Format_RGB888).copy()
    pixmap = QPixmap.fromImage(made)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
