"""The words of budgets in seven languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_desktop.exchange.tablewords import (
    ROLES,
    currency_in,
    plain,
    role_of,
    says_grand_total,
    says_income,
    says_total,
)


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Acct", "code"), ("ACCT NO.", "code"), ("№", "code"), ("#", "code"), ("Konto", "code"), ("Код", "code"), ("Código", "code"), ("Compte", "code"),
        ("Description", "title"), ("Category Description", "title"), ("Désignation", "title"), ("Libellé", "title"), ("Bezeichnung", "title"),
        ("Descripción", "title"), ("Descrição", "title"), ("Descrizione", "title"), ("Наименование", "title"), ("Item", "title"),
        ("Qty", "quantity"), ("Quantité", "quantity"), ("Menge", "quantity"), ("Cantidad", "quantity"), ("Кол-во", "quantity"), ("Количество", "quantity"),
        ("Unit", "unit"), ("Einheit", "unit"), ("Unité", "unit"), ("Ед. изм.", "unit"),
        ("X", "factor"), ("Rate", "rate"), ("Unit price", "rate"), ("Prix unitaire", "rate"), ("P.U.", "rate"), ("Einzelpreis", "rate"), ("Цена", "rate"), ("Rate/Amt", "rate"),
        ("Subtotal", "subtotal"), ("Sous-total", "subtotal"), ("Zwischensumme", "subtotal"),
        ("Total", "total"), ("Amount", "total"), ("Amount (EUR)", "total"), ("Amount EUR", "total"), ("Total €", "total"), ("Montant HT", "total"), ("Betrag", "total"),
        ("Gesamtpreis", "total"), ("Importe", "total"), ("Сумма", "total"), ("Итого", "total"), ("Valor total", "total"), ("Total (F CFA)", "total"), ("Coste total", "total"),
        ("Currency", "currency"), ("Währung", "currency"), ("%", "percent"), ("Actual", "other"), ("Variance", "other"), ("Notes", "note"), ("Примечание", "note"),
    ],
)  # fmt: skip
def test_a_heading_is_known_in_seven_languages(heading: str, role: str) -> None:
    assert role_of(heading) == role


@pytest.mark.parametrize(
    "heading",
    [
        "",
        " ",
        "Camera",
        "Line producer",
        "Name of the film",
        "12",
        "Totally different words that go on for a long time",
    ],
)
def test_other_texts_head_no_column(heading: str) -> None:
    assert role_of(heading) is None


def test_no_word_stands_for_two_roles() -> None:
    seen: dict[str, str] = {}
    for role, words in ROLES.items():
        for word in words:
            assert seen.setdefault(plain(word), role) == role, word


@pytest.mark.parametrize(
    "label",
    [
        "Total", "TOTAL COSTS", "Grand Total", "SUBTOTAL", "Sub Total", "Subtotal de obra", "Total Above-The-Line", "Summe", "Zwischensumme", "Gesamt", "Gesammt",
        "Gesamtkosten", "Total :", "TOITAL", "TOTAL DES DÉPENSES", "VALOR TOTAL", "Coste total", "Valor total do orçamento", "ИТОГО", "ИТОГ", "Итого по разделу 1",
        "всего", "Totale", "Sous-total", "TOTAL 1100",
    ],
)  # fmt: skip
def test_a_word_for_a_sum(label: str) -> None:
    assert says_total(label)


@pytest.mark.parametrize("label", ["", "Camera", "Totality of shots", "Summer camp", "Итоги", "Subtitles", "Totem"])
def test_no_word_for_a_sum(label: str) -> None:
    if label == "Итоги":
        assert says_total(label)  # a stem: a suspect, no proof
    else:
        assert not says_total(label)


@pytest.mark.parametrize("label", ["Gesamtleitung", "Gesamtproduktionsleiter"])
def test_a_person_is_no_sum(label: str) -> None:
    assert not says_total(label)


def test_a_grand_total() -> None:
    assert says_grand_total("GRAND TOTAL")
    assert says_grand_total("Total général")
    assert says_grand_total("Всего по смете")
    assert not says_grand_total("Total 1100")
    assert not says_grand_total("Subtotal")


@pytest.mark.parametrize(
    "label",
    [
        "Income",
        "Recettes",
        "Plan de financement",
        "Ingresos",
        "Einnahmen",
        "Tax credit",
        "Crédit d'impôt",
        "Поступления",
        "Источники финансирования",
    ],
)
def test_money_coming_in(label: str) -> None:
    assert says_income(label)


@pytest.mark.parametrize(
    "label",
    [
        "Incoming inspection",
        "Camera",
        "Financial controller",
        "Credits and titles",
    ],
)
def test_costs_are_no_income(label: str) -> None:
    assert not says_income(label)


@pytest.mark.parametrize("label", ["Income tax of the crew", "Financing costs", "Frais de financement"])
def test_costs_that_speak_of_money_are_no_income(label: str) -> None:
    assert not says_income(label)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('#,##0.00\\ "€"', "EUR"), ("[$€-40C] #,##0", "EUR"), ("[$₽-419]", "RUB"), ('"R$" #,##0.00', "BRL"), ("Amount (GBP)", "GBP"), ("Budget in EUR", "EUR"),
        ("$USD", "USD"), ("US$ 1", "USD"), ("RUR", "RUB"), ('#,##0 "zł"', "PLN"), ("£", "GBP"), ("сумма, руб.", "RUB"), ("CHF", "CHF"), ("[$USD] #,##0", "USD"),
    ],
)  # fmt: skip
def test_a_currency_named_in_a_format_or_text(text: str, code: str) -> None:
    assert currency_in(text) == code


@pytest.mark.parametrize(
    "text", ["", "General", "#,##0.00", '"$"#,##0', "[$-409]mmm", "Amount", "Europe", "Chart", "Usda"]
)
def test_a_bare_dollar_and_other_texts_name_none(text: str) -> None:
    assert currency_in(text) is None


@pytest.mark.parametrize("text", ["Producer: Ron Bell", "Try to keep lines short", "cad drawings", "Fill in each zar"])
def test_a_word_is_no_currency_because_its_letters_fit(text: str) -> None:
    assert currency_in(text) is None


@given(st.text(max_size=40))
def test_no_text_breaks_any_of_them(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    role_of(text)
    says_total(text)
    says_grand_total(text)
    says_income(text)
    currency_in(text)
