"""The address book: companies and people, created, changed, deleted, linked; found as you type."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from coprod_desktop.domain.partners import Contact
from coprod_desktop.errors import BadPlan
from coprod_desktop.store import Document

FIELDS = (
    "name",
    "latin",
    "role",
    "country",
    "city",
    "address",
    "email",
    "phone",
    "job",
    "nationality",
    "tags",
    "note",
    "company",
)


def add(document: Document, kind: str, name: str, **values: object) -> int:
    """Add a company or a person; returns its number."""
    if not name.strip():
        raise BadPlan("A contact needs a name.")
    if kind not in ("company", "person"):
        raise BadPlan(f"A contact is a company or a person, not “{kind}”.")
    company = values.get("company")
    if company is not None and not any(c.id == company for c in document.contacts()):
        raise BadPlan("The company named is not in the address book.", "Add it first.")
    with document.edit(f"Add {name.strip()}") as writer:
        return writer.insert("contact", kind=kind, name=name.strip(), **_known(values))


def change(document: Document, contact: Contact, **values: object) -> None:
    """Change fields of a contact (FIELDS)."""
    if "name" in values and not str(values["name"]).strip():
        raise BadPlan("A contact needs a name.")
    with document.edit(f"Change {contact.name}") as writer:
        writer.update("contact", contact.id, **_known(values))


def remove(document: Document, contact: Contact) -> None:
    """Delete a contact; links of partners and roles to it are dropped with it."""
    with document.edit(f"Delete {contact.name}") as writer:
        writer.delete("contact", contact.id)


def link_partner(document: Document, partner_id: int, contact: Contact) -> None:
    """Link a co-producer of the plan to a company of the address book."""
    with document.edit(f"Link {contact.name}") as writer:
        writer.update("partner", partner_id, contact=contact.id)


def _known(values: dict[str, object]) -> dict[str, object]:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise ValueError(f"no contact field {', '.join(unknown)}")
    return {k: v.strip() if isinstance(v, str) else v for k, v in values.items()}


_SEARCHED = ("name", "latin", "role", "country", "city", "job", "email", "tags")
_STROKED = str.maketrans("łøđıħŧ", "lodiht")
"""Letters whose stroke is no accent that could be taken off."""


def fold(text: str) -> str:
    """Return text as it is searched: without accents and case, in any script."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_STROKED)


def search(contacts: Iterable[Contact], words: str) -> list[Contact]:
    """Return the contacts in which every word of ``words`` occurs somewhere, sorted by name."""
    wanted = fold(words).split()
    found = [c for c in contacts if all(w in _haystack(c) for w in wanted)]
    return sorted(found, key=lambda c: fold(c.latin or c.name))


def _haystack(contact: Contact) -> str:
    return fold("\n".join(getattr(contact, key) for key in _SEARCHED))


def people_of(contacts: Sequence[Contact], company: int) -> list[Contact]:
    """Return the people who work at a company."""
    return [c for c in contacts if c.company == company]
