"""Partner contacts: companies and people, searched as you type, edited in place, linked to partners."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QLineEdit,
    QListView,
    QMenu,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from coprod_desktop.actions import contacts as actions
from coprod_desktop.domain.partners import Contact
from coprod_desktop.domain.shares import percent_digits
from coprod_desktop.ui.parts.basics import FollowingTab, button, clear, label, line, pane, row, scrolled
from coprod_desktop.ui.parts.fields import CountryBox, LineField, TextField
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.theme import Theme, font, pixmap

FIELD_WORDS = {
    "role": "Role",
    "job": "Job",
    "city": "City",
    "address": "Address",
    "email": "E-mail",
    "phone": "Telephone",
    "nationality": "Nationality",
    "tags": "Tags",
}


class ContactsModel(QAbstractListModel):
    """The contacts found, then the authorities of the library with a lock."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.all: tuple[Contact, ...] = ()
        self.rows: list[Contact | tuple[str, str, str] | str] = []
        self.words = ""

    def reload(self) -> None:
        """Read the address book again."""
        self.all = self.session.document.contacts() if self.session.document else ()
        self.search(self.words)

    def search(self, words: str) -> None:
        """Show what every word occurs in."""
        said = self.session.words
        self.words = words
        self.beginResetModel()
        found = actions.search(self.all, words)
        authorities: dict[tuple[str, str], None] = {}
        for framework in self.session.book.frameworks.values():
            for country, name in framework.authorities.items():
                if all(
                    w in actions.fold(f"{name} {said.country(country)} {country}") for w in actions.fold(words).split()
                ):
                    authorities.setdefault((name, country))
        self.rows = []
        if found:
            self.rows += [said("Companies and people"), *found]
        if authorities:
            self.rows.append(said("Authorities and funds, from the rule library"))
            self.rows += [
                (name, country, said.country(country))
                for name, country in sorted(authorities, key=lambda a: (a[1], a[0]))
            ]
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        item = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.name if isinstance(item, Contact) else item[0] if isinstance(item, tuple) else item
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        heading = isinstance(self.rows[index.row()], str)
        return Qt.ItemFlag.ItemIsEnabled if heading else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def row_of(self, contact_id: int) -> int:
        """Return the row of a contact, -1 when it is not shown."""
        return next((i for i, r in enumerate(self.rows) if isinstance(r, Contact) and r.id == contact_id), -1)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, 30 if isinstance(index.data(Qt.ItemDataRole.UserRole), str) else 45)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        r: QRect = option.rect  # type: ignore[attr-defined]
        item = index.data(Qt.ItemDataRole.UserRole)
        painter.setPen(Theme.colour("hairline"))
        painter.drawLine(r.left(), r.bottom(), r.right(), r.bottom())
        if isinstance(item, str):
            painter.fillRect(r.adjusted(0, 0, 0, -1), Theme.colour("background"))
            painter.setFont(font(11))
            painter.setPen(Theme.colour("muted"))
            painter.drawText(r.adjusted(14, 0, -8, 0), int(Qt.AlignmentFlag.AlignVCenter), item)
            return
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(r, Theme.colour("accent-soft"))
            painter.fillRect(r.left(), r.top(), 3, r.height(), Theme.colour("accent"))
        if isinstance(item, Contact):
            name, second, tag, image, right = (
                item.name,
                item.city or item.latin,
                item.country,
                "company" if item.kind == "company" else "person",
                item.role or item.job,
            )
        else:
            name, tag, second = item
            image, right = "lock", ""
        painter.drawPixmap(r.left() + 14, r.top() + 14, pixmap(image, "muted"))
        made = font(13, bold=bool(option.state & QStyle.StateFlag.State_Selected))  # type: ignore[attr-defined]
        painter.setFont(made)
        painter.setPen(Theme.colour("text"))
        painter.drawText(
            r.left() + 40,
            r.top() + 19,
            QFontMetrics(made).elidedText(name, Qt.TextElideMode.ElideRight, r.width() - 92),
        )
        painter.setFont(font(11))
        painter.setPen(Theme.colour("muted"))
        painter.drawText(
            r.left() + 40,
            r.top() + 36,
            QFontMetrics(font(11)).elidedText(second, Qt.TextElideMode.ElideRight, (r.width() - 60) // 2),
        )
        painter.drawText(
            r.adjusted(r.width() // 2, 24, -12, 0),
            int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop),
            QFontMetrics(font(11)).elidedText(right, Qt.TextElideMode.ElideRight, r.width() // 2 - 16),
        )
        if tag:
            box = QRect(r.right() - 38, r.top() + 6, 26, 16)
            painter.setFont(font(11, bold=True))
            painter.drawRoundedRect(box, 2, 2)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), tag)


class ContactsTab(FollowingTab):
    """The address book of the slate."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        said = session.words
        self.current: int | None = None
        self.model = ContactsModel(session)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setAccessibleName(said("Contacts"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.selectionModel().currentChanged.connect(lambda new, _old: self._chosen(new))
        self.search = QLineEdit()
        self.search.setPlaceholderText(said("Name, country, tag"))
        self.search.setAccessibleName(said("Search contacts"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._searched)
        new = button(said("New"), lambda: None, image="plus")
        menu = QMenu(new)
        menu.addAction(said("Company"), lambda: self.add("company"))
        menu.addAction(said("Person"), lambda: self.add("person"))
        new.setMenu(menu)
        left, column = pane("surface", margins=(0, 14, 0, 0), spacing=8)
        top = QVBoxLayout()
        top.setContentsMargins(16, 0, 16, 0)
        top.addLayout(row(label(said("Partner contacts"), "title"), None, new))
        top.addWidget(self.search)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        right, self._detail = pane("surface", margins=(28, 18, 28, 18), spacing=8)
        self.splitter = QSplitter()
        self.splitter.addWidget(left)
        self.splitter.addWidget(scrolled(right, said("Contact")))
        self.splitter.setSizes([358, 960])
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)
        session.changed.connect(lambda _before, _after: self.follow())
        self.renew()

    def renew(self) -> None:
        """Read the address book again and show the same contact."""
        kept = self.current
        self.model.reload()
        number = self.model.row_of(kept) if kept is not None else -1
        if number < 0:
            number = next((i for i, r in enumerate(self.model.rows) if isinstance(r, Contact)), -1)
        if number >= 0:
            self.list.setCurrentIndex(self.model.index(number))
        else:
            self.current = None
            self._show(None)

    def _searched(self, text: str) -> None:
        kept = self.current
        self.model.search(text)
        number = self.model.row_of(kept) if kept is not None else -1
        if number >= 0:
            self.list.setCurrentIndex(self.model.index(number))

    def _chosen(self, index: QModelIndex) -> None:
        item = self.model.rows[index.row()] if index.isValid() else None
        self.current = item.id if isinstance(item, Contact) else None
        self._show(item if not isinstance(item, str) else None)

    def add(self, kind: str) -> None:
        """Make a contact and put the cursor into its name."""
        said = self.session.words
        before = {c.id for c in self.model.all}
        name = said("New company") if kind == "company" else said("New person")
        if self.session.do(actions.add, kind, name):
            fresh = next((c.id for c in self.model.all if c.id not in before), None)
            self.search.clear()
            self.current = fresh
            self.renew()
            field = self.findChild(LineField, "contact-name")
            if field is not None:
                field.setFocus()
                field.selectAll()

    def _show(self, item: Contact | tuple[str, str, str] | None) -> None:
        clear(self._detail)
        said = self.session.words
        if item is None:
            self._detail.addWidget(label(said("No contacts yet"), "title"))
            self._detail.addWidget(
                label(
                    said("Companies and people you add here become co-producers, letters and pages of the dossier."),
                    "muted",
                    wrap=True,
                )
            )
            self._detail.addLayout(
                row(
                    button(said("New company"), lambda: self.add("company"), image="company", kind="primary"),
                    button(said("New person"), lambda: self.add("person"), image="person"),
                    None,
                )
            )
            self._detail.addStretch(1)
            return
        if isinstance(item, tuple):
            self._show_authority(item)
            return
        contact = item
        name = LineField(said("Name"), lambda value, c=contact: self._write(c, "name", value))
        name.setObjectName("contact-name")
        name.setStyleSheet("font-size: 22px; font-weight: 600; min-height: 30px;")
        name.show_text(contact.name)
        self._detail.addLayout(
            row(name, button(said("Delete"), lambda c=contact: self.session.do(actions.remove, c), image="trash"))
        )
        latin = LineField(
            said("Name in Latin letters"),
            lambda value, c=contact: self._write(c, "latin", value),
            placeholder=said("Name in Latin letters"),
        )
        latin.show_text(contact.latin)
        self._detail.addWidget(latin)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        country = CountryBox(said, said("Country"), empty=True)
        country.choose(contact.country)
        country.activated.connect(lambda _index, c=contact, b=country: self._write(c, "country", b.code()))
        grid.addWidget(label(said("Country"), "muted"), 0, 0)
        grid.addWidget(country, 0, 1)
        for number, (key, text) in enumerate(FIELD_WORDS.items(), start=1):
            field = LineField(said(text), lambda value, c=contact, k=key: self._write(c, k, value))
            field.show_text(str(getattr(contact, key)))
            caption = label(said(text), "muted")
            caption.setFixedWidth(110)
            grid.addWidget(caption, number, 0)
            grid.addWidget(field, number, 1)
        self._detail.addLayout(grid)
        if contact.kind == "company":
            self._show_people(contact)
        else:
            self._show_company(contact)
        self._show_links(contact)
        self._detail.addWidget(line())
        self._detail.addWidget(label(said("Notes"), "title"))
        note = TextField(
            said("Notes"),
            lambda value, c=contact: self._write(c, "note", value),
            placeholder=said("Add a note. Notes stay in this file and never enter a dossier."),
            height=110,
        )
        note.show_text(contact.note)
        self._detail.addWidget(note)
        self._detail.addStretch(1)

    def _show_authority(self, item: tuple[str, str, str]) -> None:
        said = self.session.words
        name, code, country = item
        self._detail.addWidget(label(name, "figure", wrap=True))
        self._detail.addWidget(
            label(
                said("Competent authority, {country}. From the rule library, read-only.", country=country),
                "muted",
                wrap=True,
            )
        )
        named = [f.title for f in self.session.book.frameworks.values() if f.authorities.get(code) == name]
        self._detail.addWidget(label(said("Named in"), "title"))
        for title in named:
            self._detail.addWidget(label(title, wrap=True))
        copy = lambda: self.session.do(actions.add, "company", name, country=code, role=said("Authority"))  # noqa: E731
        self._detail.addLayout(row(button(said("Copy to my contacts"), copy, image="plus"), None))
        self._detail.addStretch(1)

    def _show_people(self, company: Contact) -> None:
        said = self.session.words
        self._detail.addWidget(line())
        self._detail.addLayout(
            row(
                label(said("People"), "title"),
                None,
                button(said("Add person"), lambda: self._add_person(company), image="plus"),
            )
        )
        for person in actions.people_of(self.model.all, company.id):
            go = button(
                person.name + (f"  ({person.latin})" if person.latin else ""),
                lambda p=person: self.go(p.id),
                kind="link",
            )
            self._detail.addLayout(
                row(
                    go,
                    label(person.job, "muted"),
                    None,
                    label(person.email, selectable=True),
                    16,
                    label(person.phone, selectable=True),
                )
            )

    def _add_person(self, company: Contact) -> None:
        before = {c.id for c in self.model.all}
        if self.session.do(
            actions.add, "person", self.session.words("New person"), company=company.id, country=company.country
        ):
            self.current = next((c.id for c in self.model.all if c.id not in before), self.current)
            self.renew()

    def _show_company(self, person: Contact) -> None:
        said = self.session.words
        company = next((c for c in self.model.all if c.id == person.company), None)
        if company is not None:
            self._detail.addLayout(
                row(
                    label(said("Works at"), "muted"),
                    button(company.name, lambda: self.go(company.id), kind="link"),
                    None,
                )
            )

    def _show_links(self, contact: Contact) -> None:
        said, plan = self.session.words, self.session.plan
        if plan is None:
            return
        self._detail.addWidget(line())
        self._detail.addWidget(label(said("Linked to the work"), "title"))
        linked = [p for p in plan.partners if p.contact == contact.id]
        for partner in linked:
            share = plan.share(partner.key)
            text = said.percent(percent_digits(share.low * 100)) if share else "–"
            self._detail.addLayout(row(label(f"{plan.card.title}: {partner.company}"), None, label(text)))
        if contact.kind == "company":
            for partner in plan.partners:
                if partner.contact is None:
                    link = lambda p=partner: self.session.do(actions.link_partner, p.id, contact)  # noqa: E731
                    self._detail.addLayout(
                        row(button(said("Link to co-producer {name}", name=partner.company), link, kind="link"), None)
                    )
        if not linked:
            self._detail.addWidget(label(said("Takes part in no plan yet."), "muted"))

    def go(self, contact_id: int) -> None:
        """Show a contact, past the search if it hides it."""
        number = self.model.row_of(contact_id)
        if number < 0:
            self.search.clear()
            number = self.model.row_of(contact_id)
        if number >= 0:
            self.list.setCurrentIndex(self.model.index(number))

    def _write(self, contact: Contact, key: str, value: str) -> None:
        self.session.do(actions.change, contact, **{key: value})
