"""The pack: pages, figures, links, scripts, and user text that stays text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from coprod_desktop.actions.documents import vocabulary
from coprod_desktop.actions.printing import print_dossier
from coprod_desktop.actions.sample import make_sample
from coprod_desktop.assets import resources
from coprod_desktop.domain.assessment import assess
from coprod_desktop.domain.partners import Partner
from coprod_desktop.domain.plan import Card, Plan
from coprod_desktop.dossier.build import TEMPLATES, build
from coprod_desktop.errors import CoprodError, NotFound
from coprod_desktop.exchange.planfile import read_plan
from coprod_desktop.library import load

ON = date(2012, 11, 11)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    document, _ = make_sample(tmp_path_factory.mktemp("slate") / "sample.coprod", load())
    plan = document.plan
    document.close()
    assert plan is not None
    return plan


def pages(plan: Plan, on: date = ON, **more: str) -> list[str]:
    made = build(assess(plan, load(), on), load(), **more)  # type: ignore[arg-type]
    return [page.extract_text() for page in PdfReader(BytesIO(made.pdf)).pages]


def salt() -> Plan:
    return read_plan(resources() / "sample" / "salt-line.toml", vocabulary(load()))


def test_every_page_carries_its_number_and_the_number_of_all(sample: Plan) -> None:
    texts = pages(sample)
    for number, text in enumerate(texts[1:], start=2):
        assert f"Page {number} of {len(texts)}" in text
    assert f"{len(texts)} pages" in texts[0]


def test_the_cover_and_the_sections_say_what_the_plan_says(sample: Plan) -> None:
    texts = pages(sample)
    whole = "\n".join(texts)
    assert "The Winter Harbour" in texts[0]
    assert "Северный свет" in texts[0]
    assert "EUR 4,236,500.00" in texts[0]
    for figure in ("2,202,980.00", "1,186,220.00", "847,300.00", "42.49", "251,500.00", "16 of 19 points"):
        assert figure in whole
    assert "The competent authorities decide." in whole


def test_broken_tables_carry_their_sum_forward(sample: Plan) -> None:
    texts = pages(sample)
    closing = [t for t in texts if t.count("Carried forward")]
    assert len(closing) > 3
    lines = [line for t in texts for line in t.splitlines() if line.startswith("Carried forward")]
    # What closes a page opens the next one.
    assert lines[0::2] == lines[1::2]


def test_contents_link_to_their_sections_and_bookmarks_lead_there(sample: Plan) -> None:
    made = build(assess(sample, load(), ON), load())
    reader = PdfReader(BytesIO(made.pdf))
    titles = {
        str(item["/Title"]): reader.get_destination_page_number(item)
        for item in reader.outline
        if not isinstance(item, list)
    }
    assert list(titles) == [
        "Project card",
        "Co-producers",
        "Budget by co-producer",
        "Financing plan",
        "Eligibility by article",
        "Contacts",
    ]
    for name, start in zip(TEMPLATES["generic"], titles.values(), strict=True):
        assert made.section_pages[name] == start + 1
    assert any("/Link" in str(a.get_object().get("/Subtype")) for a in reader.pages[1]["/Annots"])
    assert reader.metadata is not None
    assert reader.metadata.title == "The Winter Harbour"


def test_the_same_plan_prints_the_same_bytes_on_any_day(sample: Plan) -> None:
    first = build(assess(sample, load(), ON), load(), printed=date(2012, 12, 1))
    second = build(assess(sample, load(), ON), load(), printed=date(2012, 12, 1))
    assert first.pdf == second.pdf
    assert "1 December 2012" in PdfReader(BytesIO(first.pdf)).pages[3].extract_text()


EVIL = '<b>x</b> <img src="/etc/passwd"/> <para> & <a href="javascript:x">y</a> \x00\x07 {} %s'


def test_user_text_never_becomes_markup() -> None:
    plan = salt()
    evil = replace(
        plan,
        card=Card(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL),
        partners=tuple(replace(p, company=EVIL) for p in plan.partners),
        sources=tuple(replace(s, name=EVIL) for s in plan.sources or ()),
        roles=tuple(replace(r, name=EVIL) for r in plan.roles),
    )
    whole = "\n".join(pages(evil, date(2026, 3, 2)))
    assert "<b>x</b>" in whole.replace("\n", " ")
    assert "root:" not in whole


def test_names_in_cyrillic_and_greek_are_set_and_others_are_named_as_missing() -> None:
    plan = salt()
    named = replace(plan, card=replace(plan.card, title="Ξενία και Зимняя гавань, łódź, ğüş 中"))
    made = build(assess(named, load(), date(2026, 3, 2)), load())
    text = PdfReader(BytesIO(made.pdf)).pages[0].extract_text()
    assert "Ξενία και Зимняя гавань, łódź, ğüş" in text.replace("\n", " ")
    assert made.missing_glyphs == ("中",)


def test_an_empty_project_still_prints() -> None:
    plan = Plan(Card("Untitled"))
    text = "\n".join(pages(plan))
    for gap in (
        "No co-producers are entered yet.",
        "No budget yet",
        "The financing is not entered yet.",
        "No co-producers are entered yet: no treaty can be found.",
    ):
        assert gap in text
    assert text.count("No co-producers are entered yet.") == 3, "under Co-producers, Eurimages and Contacts"
    # Nothing is claimed of a plan that holds nothing.
    assert "rests on contributions" not in text
    assert "No treaty between" not in text


def test_many_partners_and_long_figures_stay_on_the_page() -> None:
    plan = salt()
    many = replace(
        plan,
        partners=tuple(Partner(f"p{i}", f"A very long company name number {i} & daughters", "BE") for i in range(8)),
        contributions=(),
    )
    assert len(pages(many, date(2026, 3, 2))) > 5


def test_a_missing_folder_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(CoprodError, match="does not exist"):
        print_dossier(salt(), load(), ON, tmp_path / "none" / "a.pdf")
    assert list(tmp_path.iterdir()) == [p for p in tmp_path.iterdir() if p.name == "user-data"]


def test_an_unknown_template_is_refused_by_name() -> None:
    with pytest.raises(NotFound, match="eurimages"):
        build(assess(salt(), load(), ON), load(), template="eurimages")


def test_cancel_leaves_through_the_progress_call() -> None:
    class Stop(Exception):
        pass

    def progress(_done: int, _all: int) -> None:
        raise Stop

    with pytest.raises(Stop):
        build(assess(salt(), load(), ON), load(), progress=progress)
