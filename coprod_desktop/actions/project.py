"""Editing a project: its card, day asked about, answers, partners, team, sources, rates. One labelled step each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from coprod_desktop.actions.budget import plan_of
from coprod_desktop.domain.budget import Axis
from coprod_desktop.domain.financing import Source
from coprod_desktop.domain.money import Rate, RateSet, check_currency
from coprod_desktop.domain.partners import Partner, PartnerRole
from coprod_desktop.domain.plan import FactValue
from coprod_desktop.domain.shares import REST, Split, share_text
from coprod_desktop.domain.team import Place, RoleHolder
from coprod_desktop.errors import BadPlan, Refused
from coprod_desktop.store import Document
from coprod_desktop.store.ranks import between

CARD_FIELDS = (
    "title",
    "original_title",
    "other_titles",
    "logline",
    "synopsis_short",
    "synopsis_long",
    "company",
    "genre",
)


def set_card(document: Document, **values: str) -> None:
    """Change texts of the project's card (CARD_FIELDS); a title cannot be emptied."""
    plan = plan_of(document)
    unknown = set(values) - set(CARD_FIELDS)
    if unknown:
        raise ValueError(f"no card field {', '.join(unknown)}")
    if "title" in values and not values["title"].strip():
        raise BadPlan("A project needs a working title.")
    label = f"Card: {', '.join(v.replace('_', ' ') for v in values)}"
    with document.edit(label) as writer:
        writer.update("project", plan.project_id, **{k: v.strip() for k, v in values.items()})


def set_work(
    document: Document,
    *,
    kind: str | None = None,
    media: Sequence[str] | None = None,
    minutes: int | str | None = "",
    languages: Sequence[str] | None = None,
) -> None:
    """Change what is being made: kind, ways of first exploitation, minutes (None: not known), languages."""
    plan = plan_of(document)
    values: dict[str, object] = {}
    if kind is not None:
        values["kind"] = kind
    if media is not None:
        values["media"] = ", ".join(media)
    if isinstance(minutes, int) and not 0 <= minutes <= 100_000:
        raise BadPlan(f"{minutes} is no length in minutes.")
    if not isinstance(minutes, str):
        values["minutes"] = minutes
    if languages is not None:
        values["languages"] = ", ".join(languages)
    with document.edit("Kind of work") as writer:
        writer.update("project", plan.project_id, **values)


def set_day(document: Document, key: str, day: date | None) -> None:
    """Set or clear a milestone (application, shooting, ...)."""
    plan_of(document)
    with document.edit(f"Day of {key.replace('_', ' ')}") as writer:
        if day is None:
            writer.remove("milestone", scenario=writer.scenario, key=key)
        else:
            writer.put("milestone", scenario=writer.scenario, key=key, day=day.isoformat())


def set_asked_on(document: Document, day: date | None) -> None:
    """Set the day asked about."""
    plan_of(document)
    with document.edit("As of" if day is None else f"As of {day.isoformat()}") as writer:
        writer.update("scenario", writer.scenario, asked_on=None if day is None else day.isoformat())


def set_fact(document: Document, key: str, value: FactValue | None) -> None:
    """Answer a question, or take the answer back."""
    plan_of(document)
    with document.edit(f"Answer: {key.replace('_', ' ')}") as writer:
        writer.set_fact(key, value)


def set_currency(document: Document, code: str) -> None:
    """Change the plan's currency; lines keep theirs and are converted by the rates."""
    plan_of(document)
    currency = check_currency(code, "currency")
    with document.edit(f"Currency {currency}") as writer:
        writer.update("scenario", writer.scenario, currency=currency)


def set_rate(document: Document, rate: Rate) -> None:
    """Add or replace one rate of the plan's rate set; raises BadPlan for a rate that is not above zero."""
    if rate.value <= 0:
        raise BadPlan("A rate must be above zero.")
    kept = [r for r in plan_of(document).rates.rates if {r.currency, r.per} != {rate.currency, rate.per}]
    with document.edit(f"Rate {rate.currency}") as writer:
        writer.set_rates(RateSet([*kept, rate]))


# --- partners --------------------------------------------------------------------------------------------------


def add_partner(
    document: Document,
    company: str,
    country: str,
    role: PartnerRole = PartnerRole.CO_PRODUCER,
    contact: int | None = None,
) -> str:
    """Add a co-producer; returns the key by which splits name it."""
    plan = plan_of(document)
    if not company.strip():
        raise BadPlan("A co-producer needs a company name.")
    code = _country(country)
    key = _free_key(company, code, [p.key for p in plan.partners])
    last = plan.partners[-1].rank if plan.partners else ""
    with document.edit(f"Add {company.strip()}") as writer:
        writer.insert(
            "partner",
            scenario=writer.scenario,
            rank=between(last, ""),
            key=key,
            company=company.strip(),
            country=code,
            role=role.value,
            contact=contact,
        )
    return key


def change_partner(
    document: Document,
    key: str,
    *,
    company: str | None = None,
    country: str | None = None,
    role: PartnerRole | None = None,
    contact: int | str | None = "",
) -> None:
    """Change a co-producer's company, country, role or the contact it is linked to (None unlinks)."""
    partner = _partner(document, key)
    values: dict[str, object] = {}
    if company is not None:
        values["company"] = company.strip() or partner.company
    if country is not None:
        values["country"] = _country(country)
    if role is not None:
        values["role"] = role.value
    if not isinstance(contact, str):
        values["contact"] = contact
    with document.edit(f"Change {partner.company}") as writer:
        writer.update("partner", partner.id, **values)


def remove_partner(document: Document, key: str) -> None:
    """Remove a co-producer and its share from every split; what it covered is not allocated any more.

    Refused while sources of finance stand on its side.
    """
    plan, partner = plan_of(document), _partner(document, key)
    if any(s.partner == key for s in plan.sources or ()):
        raise Refused(f"{partner.company} still brings sources of finance.", "Move or delete them first.")
    if any(c.partner == key for c in plan.contributions):
        raise Refused(f"{partner.company} still contributes to the cost.", "Move or delete its contribution first.")
    others = [p.key for p in plan.partners if p.key != key]
    with document.edit(f"Remove {partner.company}") as writer:
        for node in plan.budget.nodes.values() if plan.budget else ():
            if node.payer is not None and key in node.payer.shares:
                writer.set_split(node.id, Axis.PAYER, _left_by(node.payer, key, others))
        writer.delete("partner", partner.id)


def _left_by(split: Split, key: str, others: Sequence[str]) -> Split | None:
    """Return the split with what ``key`` covered left open: a rest keeps its share, and nothing is inherited anew."""
    kept = [(k, share_text(split.shares[k]) if text.lower() == REST else text) for k, text in split.weights if k != key]
    return Split(kept or [(other, "0") for other in others[:1]]) if kept or others else None


def _partner(document: Document, key: str) -> Partner:
    partner = plan_of(document).partner(key)
    if partner is None:
        raise Refused("That co-producer is not in the plan any more.")
    return partner


def _country(code: str) -> str:
    text = code.strip().upper()
    if not re.fullmatch("[A-Z]{2}", text):
        raise BadPlan(f"“{code}” is no country code.", "Choose the country from the list.")
    return text


def _free_key(company: str, country: str, taken: Sequence[str]) -> str:
    base = country.lower()
    if base not in taken:
        return base
    plain = re.sub(
        r"[^a-z0-9]+", "-", unicodedata.normalize("NFKD", company).casefold().encode("ascii", "ignore").decode()
    ).strip("-")
    for candidate in (f"{base}-{plain}" if plain else base, *(f"{base}{n}" for n in range(2, 100))):
        if candidate not in taken:
            return candidate
    raise Refused("There are too many co-producers of that country.")


# --- team, places -------------------------------------------------------------------------------------------------


def set_team(document: Document, roles: Sequence[RoleHolder], places: Sequence[Place]) -> None:
    """Replace the key roles and places as one step."""
    plan_of(document)
    with document.edit("Team and places") as writer:
        writer.replace_rows("role", list(_role_rows(roles)))
        writer.replace_rows("place", list(_place_rows(places)))


def _role_rows(roles: Sequence[RoleHolder]) -> list[Mapping[str, object]]:
    counts: dict[str, int] = {}
    rows: list[Mapping[str, object]] = []
    for position, holder in enumerate(roles):
        place = counts[holder.role] = counts.get(holder.role, -1) + 1
        rows.append(
            {
                "role": holder.role,
                "place": place,
                "name": holder.name,
                "nationality": ", ".join(holder.nationality),
                "residence": holder.residence,
                "since": holder.since.isoformat() if holder.since else None,
                "days": holder.days,
                "share": _fraction(holder.share),
                "none": int(holder.none),
                "contact": holder.contact,
                "position": position,
            }
        )
    return rows


def _place_rows(places: Sequence[Place]) -> list[Mapping[str, object]]:
    counts: dict[str, int] = {}
    rows: list[Mapping[str, object]] = []
    for spot in places:
        place = counts[spot.kind] = counts.get(spot.kind, -1) + 1
        rows.append({"kind": spot.kind, "place": place, "country": spot.country, "share": _fraction(spot.share)})
    return rows


def _fraction(share: Fraction | None) -> str | None:
    return None if share is None else str(share)


# --- sources of finance ----------------------------------------------------------------------------------------------


def put_source(document: Document, source: Source) -> None:
    """Add a source of finance, or change the one with the same id."""
    plan = plan_of(document)
    if plan.partner(source.partner) is None:
        raise BadPlan("A source stands on a co-producer's side.", "Choose the co-producer.")
    if source.amount.minor < 0:
        raise BadPlan("A source cannot be negative.")
    if not source.name.strip():
        raise BadPlan("A source needs a name.")
    values: dict[str, object] = {
        "name": source.name.strip(),
        "partner": source.partner,
        "type": source.type.value,
        "minor": source.amount.minor,
        "currency": source.amount.currency,
        "status": source.status.value,
        "country": source.country,
        "scheme": source.scheme,
        "letter": source.letter.isoformat() if source.letter else None,
        "note": source.note,
    }
    with document.edit(f"Source {source.name.strip()}") as writer:
        if source.id:
            writer.update("source", source.id, **values)
        else:
            last = (plan.sources or (source,))[-1].rank if plan.sources else ""
            writer.insert("source", scenario=writer.scenario, rank=between(last, ""), **values)


def remove_source(document: Document, source_id: int) -> None:
    """Delete a source of finance."""
    source = next((s for s in plan_of(document).sources or () if s.id == source_id), None)
    with document.edit(f"Delete {source.name if source else 'source'}") as writer:
        writer.delete("source", source_id)


def remove_project(document: Document, project: int) -> None:
    """Delete a project with everything in it."""
    title = next((e.title for e in document.projects() if e.n == project), "project")
    with document.edit(f"Delete {title}") as writer:
        writer.delete("project", project)
