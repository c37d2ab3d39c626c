"""The window as a user meets it: every tab, an edit live in the verdicts, undo, import, dossier, names for screen readers."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible, QCloseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from coprod_desktop.actions import budget as actions
from coprod_desktop.actions import project
from coprod_desktop.assets import resources
from coprod_desktop.domain.pictures.drawing import Text
from coprod_desktop.domain.pictures.territory import tile_size
from coprod_desktop.exchange.workbook import read_workbook
from coprod_desktop.library import load
from coprod_desktop.library.tiles import tiles
from coprod_desktop.store import Document
from coprod_desktop.ui.app import Desk
from coprod_desktop.ui.dialogs.import_budget import ImportDialog
from coprod_desktop.ui.dialogs.people import PartnerDialog, ProjectDialog, TeamDialog
from coprod_desktop.ui.memory import Memory
from coprod_desktop.ui.models.budget import FIRST, TOTAL, plain_number
from coprod_desktop.ui.parts.strip import Chip
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.tabs.financing import SourceDialog
from coprod_desktop.ui.tabs.treaties import tab as pages
from coprod_desktop.ui.window import BUDGET, CONTACTS, DOSSIER, FINANCING, OVERVIEW, TREATIES, MainWindow
from coprod_desktop.ui.work import Cancelled, run_job
from coprod_desktop.wording import LANGUAGES, Words
from tests.catalogue import LAW

EDIT = Qt.ItemDataRole.EditRole


def chips(window: MainWindow) -> dict[str, str]:
    return {c.framework: c.accessibleName() for c in window.strip.findChildren(Chip)}


def texts(window: MainWindow) -> str:
    return "\n".join(x.text() for x in window.findChildren(QLabel))


def test_the_first_page_says_what_to_do_and_every_tab_shows_something(window: MainWindow, qtbot: QtBot) -> None:
    for number in range(6):
        window.tabs.setCurrentIndex(number)
        QApplication.processEvents()
        assert not window.grab().isNull()
    assert "4,236,500.00" in texts(window)
    assert "42.49" in texts(window)


def test_the_start_page_shows_a_refusal_in_words(empty_window: MainWindow, tmp_path: Path) -> None:
    foreign = tmp_path / "notes.coprod"
    foreign.write_text("not a document")
    assert not empty_window.open_path(foreign)
    assert "notes.coprod is not a CoProd document" in texts(empty_window)
    assert empty_window.session.document is None


def test_the_budget_model_keeps_the_rules_of_qt(window: MainWindow, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(window.budget.model)
    qtmodeltester.check(window.financing.model)
    qtmodeltester.check(window.contacts.model)
    qtmodeltester.check(window.treaties.rules.rules)


def test_a_typed_share_is_on_disk_and_moves_the_verdict_and_undo_takes_it_back(window: MainWindow) -> None:
    window.tabs.setCurrentIndex(BUDGET)
    model = window.budget.model
    session = window.session
    assert session.plan is not None
    assert session.plan.budget is not None
    assert session.document is not None
    before = chips(window)["coe-1992"]
    assert "meets the tests" in before
    for node in list(session.plan.budget.nodes.values()):
        if node.payer is not None and node.id != session.plan.budget.root:
            actions.inherit(session.document, [node.id], actions.Axis.PAYER)
    root = session.plan.budget.root
    index = model.index_of(root, FIRST + 4)
    assert not model.setData(index, "21", EDIT)  # 52 + 28 + 21 exceeds the whole
    assert "1 per cent" in str(model.data(index, Qt.ItemDataRole.ToolTipRole))
    assert model.setData(model.index_of(root, FIRST), "rest", EDIT)
    assert model.setData(model.index_of(root, FIRST + 4), "9.99", EDIT)
    assert "1 rule fails" in chips(window)["coe-1992"]
    with Document.open(session.document.path, read_only=True) as again:
        assert again.plan is not None
        assert str(again.plan.share("ru").low) == str(session.plan.share("ru").low)  # type: ignore[union-attr]
    assert session.document.undo() is not None
    assert "meets the tests" in chips(window)["coe-1992"]
    assert session.document.redo_label is not None


def test_an_amount_typed_for_a_partner_becomes_an_exact_share(window: MainWindow) -> None:
    model, session = window.budget.model, window.session
    assert session.plan is not None
    assert session.plan.budget is not None
    line = next(n for n in session.plan.budget.lines() if n.amount and n.amount.minor == 648000)
    actions.set_axis(session.document, [line.id], actions.Axis.PAYER, actions.Split([("fr", "50")]))  # type: ignore[arg-type]
    assert model.setData(model.index_of(line.id, FIRST + 3), "1 000,00", EDIT)
    assert model.data(model.index_of(line.id, FIRST + 3)) == "1,000.00"
    assert model.data(model.index_of(line.id, model.remaining)) == "2,240.00"


def test_pasting_a_block_is_one_undo_step_and_all_or_nothing(window: MainWindow) -> None:
    session, grid = window.session, window.budget.grid
    assert session.plan is not None
    assert session.plan.budget is not None
    assert session.document is not None
    line = list(session.plan.budget.lines())[3]
    grid.show_amounts = False
    grid.arrange()
    grid.select(line.id, FIRST)
    label = session.document.undo_label
    window.budget.paste("50\t30\t20\n60\t30\t10\n")
    assert window.budget.model.data(window.budget.model.index_of(line.id, FIRST)) == "50.00"
    session.document.undo()
    assert session.document.undo_label == label
    window.budget.paste("90\t30\t20\n")
    assert session.document.undo_label == label


def test_copying_gives_a_block_that_excel_takes(window: MainWindow) -> None:
    grid, plan = window.budget.grid, window.session.plan
    assert plan is not None
    assert plan.budget is not None
    grid.select(plan.budget.root, TOTAL)
    grid.copy()
    assert QApplication.clipboard().text() == "4,236,500.00"


def test_finding_in_the_budget_keeps_what_stands_above_and_below(window: MainWindow) -> None:
    model = window.budget.model
    assert model.budget is not None
    window.budget.filter = None  # type: ignore[attr-defined]
    model.filter("choir")
    shown = [model.budget.nodes[i] for i in model._row_of]
    assert any("choir" in n.title for n in shown)
    assert len(shown) < 8
    model.filter("")
    assert len(model._row_of) == len(model.budget.nodes)


def test_the_drawer_tells_measured_limit_and_margin(window: MainWindow, qtbot: QtBot) -> None:
    window._findings("eurimages")
    QApplication.processEvents()
    told = "\n".join(x.text() for x in window.budget.drawer.findChildren(QLabel))
    assert "42.49" in told
    assert "\u22127.51" in told
    assert "\u221263,650.00 EUR" in told
    window._findings("")
    assert not window.budget.drawer.isVisible()


def test_the_day_asked_about_changes_the_answer(window: MainWindow) -> None:
    session = window.session
    assert session.do(project.set_asked_on, date(2024, 11, 11))
    assessment = session.assessment
    assert assessment is not None
    assert assessment.on == date(2024, 11, 11)
    eurimages = assessment.verdict("eurimages")
    assert eurimages is not None
    assert any(f.rule == "parties.count" and f.measured == 2 for f in eurimages.findings)


def test_the_treaty_tab_answers_for_any_countries_and_offers_the_questions(window: MainWindow) -> None:
    window.tabs.setCurrentIndex(TREATIES)
    tab = window.treaties
    tab.countries = ["RU", "US"]
    tab._changed_question()
    governing = [
        tab.list.item(i).text()
        for i in range(tab.list.count())
        if tab.list.item(i).data(Qt.ItemDataRole.UserRole).governs
    ]
    assert governing == []
    tab.check_project()
    assert tab.list.item(0).data(Qt.ItemDataRole.UserRole).governs
    tab.switch.setCurrentIndex(pages.TIMELINE)
    drawn = tab.timeline.timeline._picture
    assert drawn is not None
    assert "European Convention 1992" in [i.text for i in drawn.items if isinstance(i, Text)]
    tab.show_questions()
    assert "Questions (" in tab.switch.tabText(1)
    before = window.session.document.undo_label  # type: ignore[union-attr]
    tab.facts._answer("joint_ownership_agreed", False)
    assert "fails" in chips(window)["coe-1992"]
    window.session.document.undo()  # type: ignore[union-attr]
    assert window.session.document.undo_label == before  # type: ignore[union-attr]


def test_contacts_are_found_without_accents_and_in_any_script(window: MainWindow) -> None:
    window.tabs.setCurrentIndex(CONTACTS)
    model = window.contacts.model
    window.contacts.search.setText("belle ile")
    assert any(getattr(r, "name", "") == "Distribution Belle-Île" for r in model.rows)
    window.contacts.search.setText("СЕВЕРНЫЙ")
    assert any(getattr(r, "name", "") == "Северный свет" for r in model.rows)
    window.contacts.search.clear()
    window.contacts.add("company")
    assert any(getattr(r, "name", "") == "New company" for r in model.rows)


def test_the_card_is_edited_in_place(window: MainWindow, qtbot: QtBot) -> None:
    window.tabs.setCurrentIndex(OVERVIEW)
    field = window.overview._fields["genre"]
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.setText("Sea story")
    field.editingFinished.emit()
    assert window.session.plan is not None
    assert window.session.plan.work.genre == "Sea story"


def test_the_dossier_is_shown_page_by_page_and_exported(window: MainWindow, tmp_path: Path) -> None:
    window.tabs.setCurrentIndex(DOSSIER)
    window.dossier.renew_now()
    assert window.dossier._dossier is not None
    assert window.dossier._dossier.pages > 10
    assert window.dossier.thumbnails.count() == window.dossier._dossier.pages
    assert window.dossier.export_to(tmp_path / "pack.pdf")
    assert (tmp_path / "pack.pdf").read_bytes().startswith(b"%PDF")
    assert not window.dossier.export_to(tmp_path / "no folder" / "pack.pdf")
    assert "does not exist" in window.toast.text.text()


def test_the_import_preview_proves_the_sum_and_imports_as_one_step(window: MainWindow) -> None:
    workbook = read_workbook(resources() / "sample" / "winter-harbour-budget.xlsx")
    dialog = ImportDialog(window.session, workbook, window)
    told = "\n".join(x.text() for x in dialog.findChildren(QLabel))
    assert "To the cent" in told
    assert dialog.take.text() == "Import 321 lines"
    dialog._take()
    assert dialog.result() == QDialog.DialogCode.Accepted
    document = window.session.document
    assert document is not None
    assert document.undo_label == "Import winter-harbour-budget.xlsx"
    document.undo()
    assert document.plan is not None
    assert document.plan.share("ru").low == document.plan.share("ru").high  # type: ignore[union-attr]


def test_a_budget_needs_no_document_first(
    empty_window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(empty_window, "_ask_new", lambda _suggestion: tmp_path / "film.coprod")
    monkeypatch.setattr(ImportDialog, "exec", lambda dialog: dialog._take() or dialog.result())
    empty_window.import_file(resources() / "sample" / "winter-harbour-budget.xlsx")
    plan = empty_window.session.plan
    assert plan is not None
    assert plan.total is not None
    assert plan.total.plain() == "4236500.00"


def test_a_workbook_that_is_none_is_refused_in_words(empty_window: MainWindow, tmp_path: Path) -> None:
    bad = tmp_path / "budget.xlsx"
    bad.write_bytes(b"PK\x03\x04 broken")
    empty_window.import_file(bad)
    assert "budget.xlsx is damaged" in texts(empty_window)


def test_cancel_answers_at_once(window: MainWindow, qtbot: QtBot) -> None:
    def job(progress: object) -> object:
        for number in range(1000):
            progress(number, 1000)  # type: ignore[operator]
        raise Cancelled

    with pytest.raises(Cancelled):
        run_job(job, "Working", "Cancel", window)


def test_dialogs_write_what_was_entered_and_say_what_is_wrong(window: MainWindow) -> None:
    session = window.session
    partner = PartnerDialog(session, "", window)
    partner.company.setCurrentText("Halyard Pictures")
    partner.country.choose("GB")
    partner._save()
    assert session.plan is not None
    assert [p.country for p in session.plan.partners] == ["FR", "IT", "RU", "GB"]
    source = SourceDialog(session, None, "gb", window)
    source.name.setText("Halyard, own money")
    source.amount.setText("12.3.4")
    source._save()
    assert "12.3.4" in source.fault.text()
    source.amount.setText("10 000,50")
    source._save()
    assert session.plan.sources is not None
    assert session.plan.sources[-1].amount.plain() == "10000.50"
    refused = PartnerDialog(session, "gb", window)
    refused._remove()
    assert "still brings sources" in refused.fault.text()
    team = TeamDialog(session, window)
    team.table.item(0, 2).setText("France")
    team._save()
    assert "no country code" in team.fault.text()
    team.table.item(0, 2).setText("fr, it")
    team._save()
    assert session.plan.roles[0].nationality == ("FR", "IT")
    empty = ProjectDialog(session, window)
    empty._save()
    assert "needs a working title" in empty.fault.text()


def test_every_control_has_a_name_for_screen_readers(window: MainWindow) -> None:
    nameless = []
    for number in (OVERVIEW, BUDGET, FINANCING, TREATIES, CONTACTS, DOSSIER):
        window.tabs.setCurrentIndex(number)
        QApplication.processEvents()
        for kind in (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit):
            for widget in window.pages.currentWidget().findChildren(kind):
                if not widget.isVisible() or widget.objectName().startswith("qt_"):
                    continue
                name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
                if not name and not isinstance(widget.parent(), QComboBox):
                    nameless.append(f"{type(widget).__name__} in tab {number}")
    assert nameless == []


def test_light_and_dark_differ_and_icons_follow(window: MainWindow) -> None:
    window.set_dark(True)
    dark = window.grab().toImage().pixelColor(700, 60)
    window.set_dark(False)
    light = window.grab().toImage().pixelColor(700, 60)
    assert dark.lightness() < 60 < 200 < light.lightness()


def test_geometry_and_tab_are_remembered(window: MainWindow) -> None:
    window.resize(1111, 777)
    window.tabs.setCurrentIndex(FINANCING)
    window.closeEvent(QCloseEvent())
    other = MainWindow(window.session, type(window.memory)())
    assert window.memory.text("geometry")
    assert other.budget.splitter.sizes() == window.memory.get("splitter:budget")
    assert other.tabs.currentIndex() == FINANCING
    other.close()


def test_what_she_types_in_her_own_manner_is_understood() -> None:
    assert plain_number("1 234,50") == "1234.50"
    assert plain_number("33.5 %") == "33.5"
    assert plain_number("1/3") == "1/3"
    assert plain_number("rest") == "rest"
    assert plain_number("") == ""


def test_the_search_of_the_header_finds_and_leads_there(window: MainWindow) -> None:
    field = window.header.search
    field.gather()

    def hit(words: str) -> str:
        """Take the first hit as a click does."""
        completer = field.completer()
        completer.setCompletionPrefix(words)
        assert completer.completionCount() > 0, words
        index = completer.completionModel().index(0, 0)
        text = str(index.data())
        completer.activated[QModelIndex].emit(index)
        return text

    assert "European Convention 1992" in hit("european conv")
    assert window.tabs.currentIndex() == TREATIES
    assert window.treaties.list.currentItem().data(Qt.ItemDataRole.UserRole).framework.id == "coe-1992"
    plan = window.session.plan
    assert plan is not None
    line = list(plan.budget.lines())[40]
    assert line.title in hit(f"{line.code} {line.title}".strip().upper())
    assert window.tabs.currentIndex() == BUDGET
    assert window.budget.grid.current is not None
    assert window.budget.grid.current[0] == line.id
    contact = window.session.document.contacts()[0]  # type: ignore[union-attr]
    assert contact.name in hit(contact.name)
    assert window.tabs.currentIndex() == CONTACTS
    assert window.contacts.current == contact.id
    completer = field.completer()
    completer.setCompletionPrefix("nothing is called so")
    assert completer.completionCount() == 0


def test_another_language_shows_the_same_document_on_the_same_tab(
    qapp: QApplication, sample: Path, tmp_path: Path
) -> None:
    file = tmp_path / "slate.coprod"
    shutil.copy(sample, file)
    desk = Desk(qapp)
    try:
        desk.window.show()
        assert desk.window.open_path(file)
        desk.window.tabs.setCurrentIndex(FINANCING)
        desk.speak("fr")
        window = desk.window
        assert window.session.words.language == "fr"
        assert window.session.document is not None
        assert window.session.document.path == file
        assert (window.tabs.currentIndex(), window.tabs.tabText(FINANCING)) == (FINANCING, "Financement")
        assert not window.session.document.read_only
    finally:
        desk.window.close()
        desk.window.deleteLater()


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_no_tab_of_the_window_falls_back_to_english(
    qapp: QApplication, sample: Path, tmp_path: Path, language: str
) -> None:
    file = tmp_path / "slate.coprod"
    shutil.copy(sample, file)
    said = Words(language)
    window = MainWindow(Session(load(), said), Memory())
    try:
        window.show()
        assert window.open_path(file)
        for number in range(6):
            window.tabs.setCurrentIndex(number)
            QApplication.processEvents()
        assert sorted(said.untranslated - set(LAW)) == []
    finally:
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def page(window: MainWindow, number: int) -> None:
    window.tabs.setCurrentIndex(TREATIES)
    window.treaties.switch.setCurrentIndex(number)
    QApplication.processEvents()


def test_instruments_stand_side_by_side(window: MainWindow) -> None:
    page(window, pages.COMPARE)
    table = window.treaties.compare.table
    heads = [table.horizontalHeaderItem(n).text() for n in range(table.columnCount())]
    assert heads[:3] == ["", "European Convention 1992", "France – Italy 2000"]
    rows = {table.item(n, 0).text(): table.item(n, 1).text() for n in range(table.rowCount())}
    assert rows["Share, three or more"].startswith("10 to 70 % (Art. 6(1))")


def test_a_click_on_the_map_adds_a_country_and_another_takes_it_away(window: MainWindow, qtbot: QtBot) -> None:
    page(window, pages.MAP)
    view = window.treaties.map.map
    size = tile_size(tiles(), float(view.width()))
    column, row = tiles()["DE"]
    place = QPoint(round((column + 0.5) * size), round((row + 0.5) * size))
    assert view.about("DE").startswith("Germany: agreement and convention\n")
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert window.treaties.countries == ["FR", "IT", "RU", "DE"]
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert window.treaties.countries == ["FR", "IT", "RU"]
    assert not window.treaties.question.own


def test_the_marker_of_the_timeline_moves_the_day(window: MainWindow, qtbot: QtBot) -> None:
    page(window, pages.TIMELINE)
    view = window.treaties.timeline.timeline
    before = window.treaties.on
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(view.width() - 20, 40))
    assert window.treaties.on > before
    assert window.treaties.question.on == window.treaties.on
    window.treaties.check_project()
    assert window.treaties.on == before


def test_a_rule_found_by_searching_is_opened(window: MainWindow) -> None:
    page(window, pages.SEARCH)
    search = window.treaties.search
    search.field.setText("finance only 10 %")
    search.search()
    found = [search.table.item(n, 0).text() for n in range(search.table.rowCount())]
    assert "European Convention 1992" in found
    search._open(found.index("European Convention 1992"))
    assert window.treaties.switch.currentIndex() == pages.RULES
    assert window.treaties.list.point.framework.id == "coe-1992"
    window.treaties._show_rule("ca-fr-2021", "share")
    assert window.treaties.countries == ["CA", "FR"]


def test_what_would_change_is_found_for_the_plan(window: MainWindow) -> None:
    page(window, pages.CHANGES)
    assert "EU State-aid rules on film: – → meets the tests" in texts(window)
    assert "15 November 2013" in texts(window)


def test_the_fact_sheet_is_written(window: MainWindow, tmp_path: Path) -> None:
    window.tabs.setCurrentIndex(TREATIES)
    assert window.write_fact_sheet(window.treaties.question, tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert not window.write_fact_sheet(window.treaties.question, tmp_path / "no" / "sheet.pdf")


def test_the_drawer_says_what_would_cure_a_failing_rule(window: MainWindow) -> None:
    window.tabs.setCurrentIndex(BUDGET)
    window._findings("eurimages")
    QApplication.processEvents()
    assert "Have 63,650.00 EUR more confirmed in writing on the side of Russia" in texts(window)
