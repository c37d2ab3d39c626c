"""Dialogs for decisions about people: a co-producer, the key team and places, a new project."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from coprod_desktop.actions import project as actions
from coprod_desktop.actions.documents import NewProject, add_empty_project
from coprod_desktop.domain.money import check_currency
from coprod_desktop.domain.partners import PartnerRole
from coprod_desktop.domain.shares import parse_weight, share_text
from coprod_desktop.domain.team import PLACES, ROLES, ROLES_BY_KIND, Place, RoleHolder
from coprod_desktop.domain.terms import PARTNER_WORDS, PLACE_WORDS, ROLE_WORDS
from coprod_desktop.errors import BadPlan, CoprodError
from coprod_desktop.ui.parts.basics import button, label, row
from coprod_desktop.ui.parts.fields import CountryBox, combo
from coprod_desktop.ui.session import Session


class PartnerDialog(QDialog):
    """A co-producer: company (from the contacts or new), country, part."""

    def __init__(self, session: Session, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.session, self.key = session, key
        said, plan, document = session.words, session.plan, session.document
        assert plan is not None
        assert document is not None
        partner = plan.partner(key) if key else None
        self.setWindowTitle(said("Co-producer"))
        self.setMinimumWidth(420)
        self.company = QComboBox()
        self.company.setEditable(True)
        self.company.setAccessibleName(said("Company"))
        self._contacts = [c for c in document.contacts() if c.kind == "company"]
        for contact in self._contacts:
            self.company.addItem(contact.name, contact.id)
        self.company.setCurrentText(partner.company if partner else "")
        self.country = CountryBox(said, said("Country"))
        if partner is not None:
            self.country.choose(partner.country)
        self.company.activated.connect(self._picked)
        self.role = combo(said("Part"), [(r.value, said(PARTNER_WORDS[r])) for r in PartnerRole])
        if partner is not None:
            self.role.setCurrentIndex(self.role.findData(partner.role.value))
        elif plan.partners:
            self.role.setCurrentIndex(self.role.findData(PartnerRole.CO_PRODUCER.value))
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(said("Company"), self.company)
        form.addRow(said("Country"), self.country)
        form.addRow(said("Part"), self.role)
        self.fault = label("", "error", wrap=True)
        buttons = row(None, button(said("Cancel"), self.reject), button(said("Save"), self._save, kind="primary"))
        if partner is not None:
            buttons.insertWidget(0, button(said("Remove"), self._remove, image="trash"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.addLayout(form)
        layout.addWidget(self.fault)
        layout.addLayout(buttons)

    def _picked(self, index: int) -> None:
        contact = next((c for c in self._contacts if c.id == self.company.itemData(index)), None)
        if contact is not None and contact.country:
            self.country.choose(contact.country)

    def _save(self) -> None:
        document = self.session.document
        assert document is not None
        name = self.company.currentText().strip()
        contact = next((c.id for c in self._contacts if c.name == name), None)
        try:
            if self.key:
                actions.change_partner(
                    document,
                    self.key,
                    company=name,
                    country=self.country.code(),
                    role=PartnerRole(self.role.currentData()),
                    contact=contact,
                )
            else:
                actions.add_partner(document, name, self.country.code(), PartnerRole(self.role.currentData()), contact)
        except CoprodError as fault:
            self.fault.setText(str(fault))
            return
        self.accept()

    def _remove(self) -> None:
        document = self.session.document
        assert document is not None
        try:
            actions.remove_partner(document, self.key)
        except CoprodError as fault:
            self.fault.setText(str(fault))
            return
        self.accept()


class TeamDialog(QDialog):
    """Key roles and places: who, of which nationality, where."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.session = session
        said, plan = session.words, session.plan
        assert plan is not None
        self.setWindowTitle(said("Team and places"))
        self.resize(760, 600)
        heads = (said("Role or place"), said("Name"), said("Nationality"), said("Residence"), said("Share, %"))
        self.table = QTableWidget(0, len(heads))
        self.table.setHorizontalHeaderLabels(list(heads))
        self.table.setAccessibleName(said("Team and places"))
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(0, 190)
        wanted = ROLES_BY_KIND.get(plan.work.kind, ROLES_BY_KIND["fiction"])
        have = {h.role for h in plan.roles}
        for role in [r for r in ROLES if r in wanted or r in have]:
            holders = [h for h in plan.roles if h.role == role] or [RoleHolder(role)]
            for holder in holders:
                self._add(
                    role,
                    "none" if holder.none else holder.name,
                    ", ".join(holder.nationality),
                    holder.residence,
                    share_text(holder.share) if holder.share else "",
                )
        for kind in PLACES:
            for place in [p for p in plan.places if p.kind == kind] or [Place(kind, "")]:
                self._add(f"@{kind}", "", place.country, "", share_text(place.share) if place.share else "")
        self.fault = label("", "error", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.addWidget(
            label(
                said(
                    "Countries as two letters, several with a comma. Write “none” as name for a function the film does not have."
                ),
                "muted",
                wrap=True,
            )
        )
        layout.addWidget(self.table, 1)
        layout.addWidget(self.fault)
        layout.addLayout(
            row(
                button(said("Another holder"), self._another, image="plus"),
                None,
                button(said("Cancel"), self.reject),
                button(said("Save"), self._save, kind="primary"),
            )
        )

    def _add(self, role: str, *cells: str, at: int | None = None) -> None:
        number = self.table.rowCount() if at is None else at
        self.table.insertRow(number)
        said = self.session.words
        title = said(PLACE_WORDS[role[1:]]) if role.startswith("@") else said(ROLE_WORDS[role])
        head = QTableWidgetItem(title)
        head.setData(256, role)
        head.setFlags(head.flags() & ~head.flags().ItemIsEditable)
        self.table.setItem(number, 0, head)
        for column, text in enumerate(cells, start=1):
            self.table.setItem(number, column, QTableWidgetItem(text))

    def _another(self) -> None:
        number = self.table.currentRow()
        if number >= 0:
            self._add(str(self.table.item(number, 0).data(256)), "", "", "", "", at=number + 1)

    def _save(self) -> None:
        roles, places = [], []
        plan = self.session.plan
        assert plan is not None
        try:
            for number in range(self.table.rowCount()):
                role = str(self.table.item(number, 0).data(256))
                name, nationality, residence, share = (self.table.item(number, c).text().strip() for c in range(1, 5))
                part = parse_weight(share, role) if share else None
                if part is not None and part > 1:
                    raise BadPlan(f"{role}: a share is more than 100 per cent.")
                if role.startswith("@"):
                    if nationality:
                        places.append(Place(role[1:], self._code(nationality), part))
                elif name or nationality or residence:
                    none = name.lower() == "none"
                    old = next((h for h in plan.roles if h.role == role and h.name == name), None)
                    states = tuple(self._code(p) for p in nationality.replace(";", ",").split(",") if p.strip())
                    roles.append(
                        RoleHolder(
                            role,
                            "" if none else name,
                            states,
                            self._code(residence) if residence else "",
                            old.since if old else None,
                            old.days if old else None,
                            part,
                            none,
                        )
                    )
        except CoprodError as fault:
            self.fault.setText(str(fault))
            return
        if self.session.do(actions.set_team, roles, places):
            self.accept()

    @staticmethod
    def _code(text: str) -> str:
        code = text.strip().upper()
        if len(code) != 2 or not code.isascii() or not code.isalpha():
            raise BadPlan(f"“{text.strip()}” is no country code.", "Write two letters such as FR.")
        return code


class ProjectDialog(QDialog):
    """A new project: working title and currency."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.session = session
        said = session.words
        self.setWindowTitle(said("New project"))
        self.setMinimumWidth(400)
        self.title_field = QLineEdit()
        self.title_field.setAccessibleName(said("Working title"))
        self.currency = QLineEdit("EUR")
        self.currency.setAccessibleName(said("Currency"))
        self.fault = label("", "error", wrap=True)
        form = QFormLayout()
        form.addRow(said("Working title"), self.title_field)
        form.addRow(said("Currency"), self.currency)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.addLayout(form)
        layout.addWidget(self.fault)
        layout.addLayout(
            row(None, button(said("Cancel"), self.reject), button(said("Make the project"), self._save, kind="primary"))
        )

    def _save(self) -> None:
        document = self.session.document
        assert document is not None
        title = self.title_field.text().strip()
        try:
            if not title:
                raise BadPlan("A project needs a working title.")
            add_empty_project(document, NewProject(title, check_currency(self.currency.text(), "currency")))
        except CoprodError as fault:
            self.fault.setText(str(fault))
            return
        self.accept()
