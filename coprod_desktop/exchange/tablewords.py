"""The words budgets are headed with, in seven languages; what a heading or a row's label means."""

from __future__ import annotations

import re
import unicodedata

ROLES: dict[str, tuple[str, ...]] = {
    "code": (
        "code",
        "acct",
        "account",
        "account no",
        "acct no",
        "no",
        "nr",
        "n",
        "item no",
        "line",
        "ref",
        "poste",
        "compte",
        "numero",
        "num",
        "konto",
        "kontonummer",
        "pos",
        "position",
        "codigo",
        "cuenta",
        "partida no",
        "codice",
        "conto",
        "voce no",
        "код",
        "номер",
        "счет",
        "статья",
        "№",
        "n°",
        "nº",
        "rubrica",
        "conta",
    ),
    "title": (
        "description",
        "category description",
        "title",
        "item",
        "name",
        "details",
        "detail",
        "designation",
        "libelle",
        "intitule",
        "poste de depense",
        "nature",
        "bezeichnung",
        "beschreibung",
        "kostenart",
        "leistung",
        "descripcion",
        "concepto",
        "partida",
        "nombre",
        "descrizione",
        "voce",
        "oggetto",
        "наименование",
        "описание",
        "название",
        "статья расходов",
        "descricao",
        "category",
        "expense",
        "cost item",
    ),
    "quantity": (
        "quantity",
        "qty",
        "qte",
        "quantite",
        "anzahl",
        "menge",
        "cantidad",
        "cant",
        "quantita",
        "количество",
        "кол-во",
        "quantidade",
        "amt",
        "days",
        "weeks",
        "nombre d'unites",
        "no of units",
        "jours",
    ),
    "unit": (
        "unit",
        "units",
        "unite",
        "unites",
        "einheit",
        "unidad",
        "unidades",
        "unita",
        "u m",
        "ед",
        "единица",
        "ед изм",
        "unidade",
    ),
    "factor": ("x", "factor", "times", "multiplier", "faktor", "facteur"),
    "rate": (
        "rate",
        "price",
        "unit price",
        "unit cost",
        "p u",
        "pu",
        "prix unitaire",
        "prix",
        "cout unitaire",
        "tarif",
        "preis",
        "einzelpreis",
        "satz",
        "precio",
        "precio unitario",
        "tarifa",
        "prezzo",
        "prezzo unitario",
        "tariffa",
        "цена",
        "цена за шт",
        "ставка",
        "preco",
        "valor unitario",
        "rate/amt",
    ),
    "subtotal": (
        "subtotal",
        "sub total",
        "sub-total",
        "sous total",
        "sous-total",
        "zwischensumme",
        "subtotale",
        "подытог",
        "подитог",
    ),
    "total": (
        "total",
        "amount",
        "totals",
        "total cost",
        "cost",
        "costs",
        "budget",
        "sum",
        "montant",
        "montant total",
        "cout",
        "cout total",
        "total ht",
        "betrag",
        "summe",
        "gesamt",
        "gesamtpreis",
        "gesamtbetrag",
        "kosten",
        "importe",
        "coste",
        "coste total",
        "totale",
        "importo",
        "costo",
        "costo totale",
        "сумма",
        "итого",
        "стоимость",
        "всего",
        "бюджет",
        "valor",
        "valor total",
        "custo",
        "total price",
        "estimated",
        "estimate",
    ),
    "currency": ("currency", "cur", "devise", "monnaie", "wahrung", "moneda", "divisa", "valuta", "валюта", "moeda"),
    "percent": (
        "%",
        "percent",
        "percentage",
        "pourcentage",
        "prozent",
        "anteil",
        "porcentaje",
        "percentuale",
        "процент",
        "доля",
        "porcentagem",
    ),
    "note": (
        "note",
        "notes",
        "comment",
        "comments",
        "remark",
        "remarks",
        "remarque",
        "remarques",
        "commentaire",
        "bemerkung",
        "anmerkung",
        "observaciones",
        "notas",
        "osservazioni",
        "примечание",
        "комментарий",
        "observacoes",
        "page",
        "link",
        "supplier",
        "fournisseur",
    ),
    "other": (
        "actual",
        "actuals",
        "variance",
        "difference",
        "prior",
        "original",
        "reel",
        "ecart",
        "ist",
        "abweichung",
        "real",
        "diferencia",
        "факт",
        "отклонение",
        "spent",
        "paid",
    ),
}

_BY_WORD = {word: role for role, words in ROLES.items() for word in words}
_TOTAL = re.compile(
    r"\b(grand total|sub ?total|sous[- ]total|total|totals|totale|totaux|toital|summe|zwischensumme|gesamm?t(?:kosten|summe|betrag|preis|budget|ausgaben)?|suma)\b"
    r"|\b(итог\w*|всего|подытог|сумма итого)"
)
_GRAND = re.compile(
    r"\bgrand total\b|\btotal general\b|\bgesamm?t(?:kosten|summe|betrag|budget)?\b|\btotale generale\b|\bcout total\b|\btotal cost\b|\btotal budget\b|\bвсего\b|\bитого\b"
)
_INCOME = re.compile(
    r"\b(income|incomes|revenue|revenues|recettes|financement|financing|sources of finance|ingresos|einnahmen|finanzierung|entrate|ricavi|tax credit"
    r"|credit d'impot|steuergutschrift|tax rebate)\b|\b(доход\w*|поступлени\w*|источники финансирования)"
)
_COST = re.compile(
    r"\b(costs?|fees?|charges?|frais|couts?|kosten|gebuhren|gastos|costes|spese|costi|oneri|tax of|impots? de)\b|\bрасход\w*"
)
_ISO = re.compile(
    r"\b(EUR|USD|GBP|CHF|RUB|RUR|CAD|AUD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|UAH|GEL|JPY|CNY|INR|BRL|MXN|ARS|ZAR|NZD|ILS|ISK|XOF)\b"
)
_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "₽": "RUB",
    "R$": "BRL",
    "¥": "JPY",
    "₴": "UAH",
    "₺": "TRY",
    "₾": "GEL",
    "zł": "PLN",
    "Kč": "CZK",
    "руб": "RUB",
}


def plain(text: str) -> str:
    """Return a heading or label without accents, case, punctuation at its ends and doubled spaces."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    # Folding й and ё to и and е would break Cyrillic words; they are compared in their decomposed form on both sides.
    return re.sub(r"\s+", " ", letters).strip(" .:;*#-–—_\n\t")


def role_of(heading: str) -> str | None:
    """Return which column role a heading names, None when it is none we know."""
    text = plain(re.sub(r"\(.*?\)|\[.*?\]|[€£$₽]", " ", heading))
    text = plain(_ISO.sub(" ", text.upper()).casefold()) if _ISO.search(text.upper()) else text
    text = text.replace(".", " ").replace(",", " ")
    text = re.sub(r"\s+", " ", text).strip()
    if text in _PLAIN_WORDS:
        return _PLAIN_WORDS[text]
    if heading.strip() in ("%", "№", "#"):
        return "percent" if heading.strip() == "%" else "code"
    first = text.split(" ")[0] if text else ""
    if first in _PLAIN_WORDS and len(text) < 30 and first not in ("n", "x", "no", "line", "name", "real", "item"):
        return _PLAIN_WORDS[first]
    return None


_PLAIN_WORDS = {plain(word).replace(".", " "): role for word, role in _BY_WORD.items()}


def says_total(text: str) -> bool:
    """Whether a label has a word for a sum; a word alone proves nothing, it makes the row a suspect."""
    return bool(_TOTAL.search(plain(text)))


def says_grand_total(text: str) -> bool:
    """Whether a label names the whole."""
    return bool(_GRAND.search(plain(text)))


def says_income(text: str) -> bool:
    """Whether a label speaks of money coming in, not of a cost."""
    return bool(_INCOME.search(plain(text))) and not _COST.search(plain(text))


def currency_in(text: str) -> str | None:
    """Return the currency a text or a number format names; a bare $ names none, for too many have it."""
    found = _ISO.search(text)
    if found:
        return {"RUR": "RUB"}.get(found[1], found[1])
    for sign, code in _SIGNS.items():
        if sign in text:
            return code
    return "USD" if "US$" in text or "$USD" in text else None
