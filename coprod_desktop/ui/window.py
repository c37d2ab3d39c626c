"""The window: menus, header, tabs, verdict strip, status bar; it opens documents and hands them to the tabs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QIcon,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from coprod_desktop import __version__
from coprod_desktop.actions.importing import open_workbook
from coprod_desktop.actions.printing import print_fact_sheet
from coprod_desktop.actions.sample import make_sample
from coprod_desktop.assets import resources
from coprod_desktop.errors import CoprodError, DocumentBusy
from coprod_desktop.exchange.workbook import Workbook
from coprod_desktop.store import Document
from coprod_desktop.ui import theme
from coprod_desktop.ui.dialogs.import_budget import ImportDialog
from coprod_desktop.ui.dialogs.people import PartnerDialog, ProjectDialog, TeamDialog
from coprod_desktop.ui.memory import Memory
from coprod_desktop.ui.models.budget import TITLE
from coprod_desktop.ui.parts.basics import label
from coprod_desktop.ui.parts.header import Header
from coprod_desktop.ui.parts.strip import VerdictStrip
from coprod_desktop.ui.parts.toast import Toast
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.start import StartPage
from coprod_desktop.ui.tabs.budget import BudgetTab
from coprod_desktop.ui.tabs.contacts import ContactsTab
from coprod_desktop.ui.tabs.dossier import DossierTab
from coprod_desktop.ui.tabs.financing import FinancingTab
from coprod_desktop.ui.tabs.overview import OverviewTab
from coprod_desktop.ui.tabs.treaties import TreatyTab
from coprod_desktop.ui.tabs.treaties.question import Question
from coprod_desktop.ui.work import Cancelled, run_job, write_pdf
from coprod_desktop.wording import LANGUAGES, words

OVERVIEW, BUDGET, FINANCING, TREATIES, CONTACTS, DOSSIER = range(6)
_FILES = "CoProd (*.coprod)"

TAB_TITLES = ("Overview", "Budget split", "Financing", "Treaty lookup", "Partner contacts", "Dossier")


class MainWindow(QMainWindow):
    """One window, one document."""

    language_asked = Signal(str)

    def __init__(self, session: Session, memory: Memory) -> None:
        super().__init__()
        self.session, self.memory = session, memory
        said = session.words
        self.setWindowIcon(QIcon(str(resources() / "icons" / "app.svg")))
        self.setMinimumSize(960, 620)
        self.resize(1390, 868)
        self.setAcceptDrops(True)
        self.header = Header(session)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(said("Sections of the program"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for name in TAB_TITLES:
            self.tabs.addTab(said(name))
        self.overview, self.budget, self.financing = OverviewTab(session), BudgetTab(session), FinancingTab(session)
        self.treaties, self.contacts, self.dossier = TreatyTab(session), ContactsTab(session), DossierTab(session)
        self.pages = QStackedWidget()
        for page in (self.overview, self.budget, self.financing, self.treaties, self.contacts, self.dossier):
            self.pages.addWidget(page)
        self.strip = VerdictStrip(session)
        self.start = StartPage(said, memory)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, self.tabs, self.pages, self.strip):
            column.addWidget(part)
        column.setStretch(2, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        self.stack.addWidget(work)
        self.setCentralWidget(self.stack)
        self.toast = Toast(self)
        self._saved, self._middle, self._right = label(""), label(""), label("")
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self._saved)
        self.statusBar().addWidget(self._middle)
        self.statusBar().addPermanentWidget(self._right)
        self._menus()
        self._wire()
        self._remember_geometry()
        self._show_document()

    # --- wiring --------------------------------------------------------------------------------------------------

    def _wire(self) -> None:
        session = self.session
        self.tabs.currentChanged.connect(self._tab)
        session.document_changed.connect(self._show_document)
        session.changed.connect(lambda _before, _after: self._status())
        session.told.connect(self.toast.say)
        self.strip.asked.connect(self._findings)
        self.budget.drawer.closed.connect(lambda: self._findings(""))
        self.budget.drawer.questions.connect(self._questions)
        self.overview.findings_asked.connect(self._findings)
        self.overview.dossier_asked.connect(lambda: self.tabs.setCurrentIndex(DOSSIER))
        self.overview.partner_asked.connect(self.edit_partner)
        self.overview.team_asked.connect(lambda: TeamDialog(session, self).exec())
        self.budget.import_asked.connect(self.import_budget)
        self.budget.partner_asked.connect(lambda: self.edit_partner(""))
        self.budget.summed.connect(self._middle.setText)
        self.treaties.fact_sheet_asked.connect(self.export_fact_sheet)
        self.header.new_project_asked.connect(self.new_project)
        self.header.search.chosen.connect(self._found)
        self.start.budget_asked.connect(self.start_from_budget)
        self.start.new_asked.connect(self.new_document)
        self.start.open_asked.connect(self.open_document)
        self.start.sample_asked.connect(self.open_sample)
        self.start.recent_asked.connect(lambda path: self.open_path(Path(path)))

    def _menus(self) -> None:
        said = self.session.words
        standard = QKeySequence.StandardKey

        def menu(
            name: str, *entries: tuple[str, Callable[[], object], QKeySequence.StandardKey | str | None] | None
        ) -> None:
            made = self.menuBar().addMenu(name)
            for entry in entries:
                if entry is None:
                    made.addSeparator()
                    continue
                text, action, keys = entry
                item = QAction(text, self)
                item.triggered.connect(lambda _checked=False, a=action: a())
                if keys is not None:
                    item.setShortcut(QKeySequence(keys))
                made.addAction(item)

        menu(
            said("File"),
            (said("New document…"), self.new_document, standard.New),
            (said("Open…"), self.open_document, standard.Open),
            (said("Sample project"), self.open_sample, None),
            None,
            (said("Import a budget…"), self.import_budget, "Ctrl+I"),
            (said("Save a copy…"), self.save_copy, standard.SaveAs),
            None,
            (said("Export dossier…"), lambda: self.dossier.export(), "Ctrl+E"),
            None,
            (said("Close document"), self.close_document, standard.Close),
            (said("Quit"), self.close, standard.Quit),
        )
        menu(
            said("Edit"),
            (said("Undo"), lambda: self.session.document and self.session.document.undo(), standard.Undo),
            (said("Redo"), lambda: self.session.document and self.session.document.redo(), standard.Redo),
            None,
            (said("Copy"), self.budget.grid.copy, None),
            (said("Paste"), lambda: self.budget.paste(QGuiApplication.clipboard().text()), None),
            (said("Fill down"), self.budget.fill_down, None),
            None,
            (said("Find"), self._find, standard.Find),
        )
        menu(
            said("View"),
            (said("Expand all"), lambda: self.budget.grid.expand_all(), "Ctrl+Shift+E"),
            (said("Collapse all"), lambda: self.budget.grid.expand_all(False), "Ctrl+Shift+C"),
            None,
            (said("Light"), lambda: self.set_dark(False), None),
            (said("Dark"), lambda: self.set_dark(True), None),
            (said("As the system"), lambda: self.set_dark(None), None),
        )
        languages = self.menuBar().actions()[-1].menu().addMenu(said("Language"))
        for code in LANGUAGES:
            item = QAction(words(code).language_name(code), self)
            item.setCheckable(True)
            item.setChecked(code == said.language)
            item.triggered.connect(lambda _checked=False, c=code: self.language_asked.emit(c))
            languages.addAction(item)
        menu(
            said("Project"),
            (said("New project…"), self.new_project, None),
            (said("Add co-producer…"), lambda: self.edit_partner(""), "Ctrl+P"),
            (said("Team and places…"), lambda: self.session.plan and TeamDialog(self.session, self).exec(), "Ctrl+T"),
            (said("Questions"), self._questions, None),
        )
        menu(said("Help"), (said("About CoProd Desktop"), self._about, None))
        for number in range(6):
            action = QAction(self)
            action.setShortcut(QKeySequence(f"Ctrl+{number + 1}"))
            action.triggered.connect(lambda _checked=False, n=number: self.tabs.setCurrentIndex(n))
            self.addAction(action)

    # --- showing -------------------------------------------------------------------------------------------------

    def _show_document(self) -> None:
        document, said = self.session.document, self.session.words
        self.stack.setCurrentIndex(0 if document is None else 1)
        name = document.path.name if document else ""
        suffix = f" ({said('read-only')})" if document and document.read_only else ""
        self.setWindowTitle(f"{name}{suffix} – CoProd Desktop" if name else "CoProd Desktop")
        self.header.renew()
        self._status()
        if document is not None and document.plan is None:
            self.new_project_or_budget()

    def new_project_or_budget(self) -> None:
        """An empty document: the budget tab says what to do first."""
        self.tabs.setCurrentIndex(BUDGET)

    def _tab(self, number: int) -> None:
        self.pages.setCurrentIndex(number)
        self.strip.setVisible(number not in (OVERVIEW, CONTACTS))
        self.memory.put("tab", number)

    def _status(self) -> None:
        session, said = self.session, self.session.words
        self.strip.renew()
        document, plan = session.document, session.plan
        if document is None:
            self._saved.setText("")
            self._right.setText("")
            return
        saved = session.saved_at
        self._saved.setText(
            said("Saved {time}", time=saved.strftime("%H:%M:%S")) if saved else said("Every edit is saved at once")
        )
        trouble = session.backups.trouble if session.backups else None
        rates = ""
        if plan is not None and plan.rates.rates:
            rate = plan.rates.rates[0]
            rates = f"1 {rate.per} = {said.number(rate.value)} {rate.currency}" + (
                f", {said.day(rate.day, short=True)}" if rate.day else ""
            )
        self._right.setText(said("no backup since {time}", time=trouble) if trouble else rates)

    def _findings(self, name: str) -> None:
        if name and self.tabs.currentIndex() != BUDGET:
            self.tabs.setCurrentIndex(BUDGET)
        self.strip.mark(name)
        self.budget.drawer.show_framework(name)

    def _questions(self) -> None:
        self.tabs.setCurrentIndex(TREATIES)
        self.treaties.check_project()
        self.treaties.show_questions()

    def _find(self) -> None:
        if self.tabs.currentIndex() == CONTACTS:
            self.contacts.search.setFocus()
        else:
            self.tabs.setCurrentIndex(BUDGET)
            self.budget.find()

    def _found(self, kind: str, key: object) -> None:
        """Lead to what the search of the header found."""
        if kind == "budget":
            self.tabs.setCurrentIndex(BUDGET)
            self.budget.grid.select(int(str(key)), TITLE)
            self.budget.grid.left.setFocus()
        elif kind == "contact":
            self.tabs.setCurrentIndex(CONTACTS)
            self.contacts.go(int(str(key)))
        elif kind == "instrument":
            self.tabs.setCurrentIndex(TREATIES)
            self.treaties.check_project()
            self.treaties.go(str(key))
        else:
            self.edit_partner(str(key))

    def _about(self) -> None:
        said = self.session.words
        QMessageBox.about(
            self,
            "CoProd Desktop",
            said(
                "CoProd Desktop {version}. Nothing here is legal advice: the competent authorities decide.",
                version=__version__,
            ),
        )

    def set_dark(self, dark: bool | None) -> None:
        """Dress the window light, dark, or as the system asks."""
        self.memory.put("dark", dark)
        app = QGuiApplication.instance()
        theme.apply(app, dark=theme.system_is_dark() if dark is None else dark)  # type: ignore[arg-type]
        theme.redress(self)
        self.session.changed.emit(self.session.plan, self.session.plan)

    # --- documents -------------------------------------------------------------------------------------------------

    def _refused(self, fault: CoprodError) -> None:
        """Tell what went wrong: on the start page, else in a box."""
        if self.session.document is None:
            self.start.tell(str(fault))
        else:
            box = QMessageBox(
                QMessageBox.Icon.NoIcon, "CoProd Desktop", fault.what, QMessageBox.StandardButton.Ok, self
            )
            box.setInformativeText(fault.hint)
            box.exec()

    def open_path(self, path: Path) -> bool:
        """Open a document; one that is open elsewhere is offered read-only. Returns success."""
        try:
            self.session.open(path)
        except DocumentBusy as fault:
            said = self.session.words
            box = QMessageBox(
                QMessageBox.Icon.NoIcon, "CoProd Desktop", fault.what, QMessageBox.StandardButton.Cancel, self
            )
            read = box.addButton(said("Open read-only"), QMessageBox.ButtonRole.AcceptRole)
            box.exec()
            if box.clickedButton() is not read:
                return False
            return self._read_only(path)
        except CoprodError as fault:
            self._refused(fault)
            return False
        self.memory.opened(path)
        self.start.tell("")
        return True

    def _read_only(self, path: Path) -> bool:
        try:
            self.session.open(path, read_only=True)
        except CoprodError as fault:
            self._refused(fault)
            return False
        return True

    def open_document(self) -> None:
        """Ask for a document and open it."""
        name, _ = QFileDialog.getOpenFileName(self, self.session.words("Open"), "", _FILES)
        if name:
            self.open_path(Path(name))

    def _ask_new(self, suggestion: str) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(self, self.session.words("New document"), suggestion, _FILES)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix == ".coprod" else path.with_name(path.name + ".coprod")

    def new_document(self) -> None:
        """Ask for a name and make an empty document with a first project."""
        path = self._ask_new("")
        if path is not None and self._make(path):
            self.new_project()

    def _make(self, path: Path) -> bool:
        try:
            self.session.adopt(Document.new(path))
        except CoprodError as fault:
            self._refused(fault)
            return False
        self.memory.opened(path)
        return True

    def start_from_budget(self) -> None:
        """From the start page: choose the workbook first, then where the document goes."""
        name, _ = QFileDialog.getOpenFileName(self, self.session.words("Import a budget"), "", "Excel (*.xlsx *.xlsm)")
        if name:
            self.import_file(Path(name))

    def open_sample(self) -> None:
        """Make the sample document where the user says, and open it."""
        path = self._ask_new(self.session.words("Sample") + ".coprod")
        if path is not None:
            self.make_sample_at(path)

    def make_sample_at(self, path: Path) -> bool:
        """Make the sample under a name and open it; returns success."""
        try:
            document, _ = make_sample(path, self.session.book)
        except CoprodError as fault:
            self._refused(fault)
            return False
        self.session.adopt(document)
        self.memory.opened(path)
        self.tabs.setCurrentIndex(OVERVIEW)
        return True

    def save_copy(self) -> None:
        """Write a whole copy elsewhere."""
        document = self.session.document
        if document is None:
            return
        path = self._ask_new(f"{document.path.stem} copy.coprod")
        if path is not None:
            try:
                document.save_copy(path)
            except CoprodError as fault:
                self._refused(fault)
                return
            self.toast.say(self.session.words("Saved a copy as {file}", file=path.name))

    def export_fact_sheet(self, question: Question) -> None:
        """Ask where, and write the fact sheet of the countries looked up."""
        said = self.session.words
        if len(question.countries) < 2:
            self.session.told.emit(said("Choose two countries or more."))
            return
        suggestion = f"{said('Fact sheet')} {' '.join(question.countries)}.pdf"
        name, _ = QFileDialog.getSaveFileName(self, said("Fact sheet"), suggestion, "PDF (*.pdf)")
        if name:
            self.write_fact_sheet(question, Path(name))

    def write_fact_sheet(self, question: Question, target: Path) -> bool:
        """Write the fact sheet, with progress and Cancel; returns whether it was written."""
        language, book = self.session.words.language, self.session.book
        return write_pdf(
            self.session,
            lambda progress: print_fact_sheet(
                question.countries,
                book,
                question.on,
                target,
                medium=question.medium,
                language=language,
                progress=progress,
            ),
            target,
            self,
        )

    def close_document(self) -> None:
        """Close the document and show the first page."""
        self.session.close()
        self.session.document_changed.emit()
        self.session.changed.emit(None, None)

    def new_project(self) -> None:
        """Ask for a title and add a project."""
        if self.session.document is not None:
            ProjectDialog(self.session, self).exec()

    def edit_partner(self, key: str) -> None:
        """Add a co-producer, or change one."""
        if self.session.document is not None and self.session.plan is None:
            self.new_project()
        if self.session.plan is not None:
            PartnerDialog(self.session, key, self).exec()

    # --- import ------------------------------------------------------------------------------------------------------

    def import_budget(self) -> None:
        """Ask for a workbook and show what it would bring."""
        name, _ = QFileDialog.getOpenFileName(self, self.session.words("Import a budget"), "", "Excel (*.xlsx *.xlsm)")
        if name:
            self.import_file(Path(name))

    def import_file(self, path: Path) -> None:
        """Read a workbook aside, then preview and import it; without a document one is made first."""
        said = self.session.words
        try:
            workbook = run_job(
                lambda progress: open_workbook(path, progress),
                said("Reading {file}", file=path.name),
                said("Cancel"),
                self,
            )
            assert isinstance(workbook, Workbook)
            if self.session.document is None:
                target = self._ask_new(path.with_suffix(".coprod").name)
                if target is None or not self._make(target):
                    return
            dialog = ImportDialog(self.session, workbook, self)
        except Cancelled:
            return
        except CoprodError as fault:
            self._refused(fault)
            return
        if dialog.exec():
            self.tabs.setCurrentIndex(BUDGET)
            document = self.session.document
            undo = document.undo if document is not None else None
            self.toast.say(said("Imported {n} lines", n=dialog.proposal.line_count), said("Undo"), undo)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(u.toLocalFile().lower().endswith((".coprod", ".xlsx", ".xlsm")) for u in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            path = Path(url.toLocalFile())
            if path.suffix.lower() == ".coprod":
                self.open_path(path)
            else:
                self.import_file(path)

    # --- geometry -------------------------------------------------------------------------------------------------------

    def _splitters(self) -> dict[str, QSplitter]:
        return {
            "overview": self.overview.splitter,
            "budget": self.budget.splitter,
            "financing": self.financing.splitter,
            "treaties": self.treaties.splitter,
            "contacts": self.contacts.splitter,
            "dossier": self.dossier.splitter,
        }

    def _remember_geometry(self) -> None:
        geometry = self.memory.text("geometry")
        if geometry:
            self.restoreGeometry(QByteArray.fromHex(QByteArray(geometry.encode())))
        for name, splitter in self._splitters().items():
            sizes = self.memory.get(f"splitter:{name}")
            if (
                isinstance(sizes, list)
                and len(sizes) == splitter.count()
                and all(isinstance(s, int) for s in sizes)
                and sum(sizes)
            ):
                splitter.setSizes(sizes)
        tab = self.memory.get("tab")
        if isinstance(tab, int) and 0 <= tab < 6:
            self.tabs.setCurrentIndex(tab)
        self._tab(self.tabs.currentIndex())

    def closeEvent(self, event: QCloseEvent) -> None:
        focus = self.focusWidget()
        if focus is not None:
            # A field still being typed in writes before the file closes.
            focus.clearFocus()
        self.memory.put("geometry", bytes(self.saveGeometry().toHex().data()).decode())
        for name, splitter in self._splitters().items():
            if sum(splitter.sizes()):
                self.memory.put(f"splitter:{name}", splitter.sizes())
        self.session.close()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.toast.place()
