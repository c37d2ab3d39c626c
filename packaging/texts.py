"""Keeps the catalogues of ``resources/wording`` in step with the program and the rule library.

    python packaging/texts.py            collect every text, renew the .po files, say what lacks a translation

Texts of the program are the literals said by ``words(...)``, ``said(...)``, ``message(...)`` and ``tell(...)``, and the
values of constants named ``*_WORDS`` or ``*_TITLES``, and the titles of findings that no rule file names. Texts of the library are the titles, paraphrases, questions and
conditions of ``resources``. A text that is gone leaves the catalogues; one that is new enters with an empty translation,
and only texts that have one are kept of the library's.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "de", "it", "es", "ru")
SAYING = frozenset(("message", "words", "said", "tell"))
TABLES = re.compile(r"_?[A-Z_]*(WORDS|TITLES)$")
LAW_KEYS = frozenset(("title", "text", "consent_by", "consent_when", "ask", "hint"))


def texts_of_code(root: Path = ROOT) -> dict[str, list[str]]:
    """Return every text of the program with the files that say it."""
    found: dict[str, list[str]] = {}
    for path in sorted((root / "coprod_desktop").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        for text in _said_in(ast.parse(path.read_text("utf-8"))):
            # words("en") chooses a language; it says nothing.
            if any(c.isalpha() for c in text) and text != "en" and name not in found.setdefault(text, []):
                found[text].append(name)
    return found


def _said_in(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        names = [t for t in getattr(node, "targets", [getattr(node, "target", None)]) if isinstance(t, ast.Name)]
        if isinstance(node, ast.Assign | ast.AnnAssign) and any(TABLES.match(t.id) for t in names):
            values = node.value.values if isinstance(node.value, ast.Dict) else getattr(node.value, "elts", [])
            for value in values:
                yield from _literals(value)
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and call.args and _callee(call) in SAYING:
            yield from _literals(call.args[0])
        elif isinstance(call, ast.Call) and _callee(call) == "Finding":
            yield from (text for key in call.keywords if key.arg in ("title", "text") for text in _literals(key.value))


def _callee(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    if isinstance(call.func, ast.Call):
        return _callee(call.func)
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def texts_of_law(root: Path = ROOT) -> dict[str, list[str]]:
    """Return every text of the rule library with the files that hold it."""
    found: dict[str, list[str]] = {}
    folders = ("conventions", "treaties", "funds", "incentives", "status")
    paths = [root / "resources" / "facts.toml"]
    paths += [p for folder in folders for p in sorted((root / "resources" / folder).glob("*.toml"))]
    for path in paths:
        data = tomllib.loads(path.read_text("utf-8"))
        if path.name == "facts.toml":
            texts = [t for table in data.values() for t in _law_texts(table)]
        else:
            heads = [data["title"], *data.get("caveats", ())]
            # Most treaties' short names are made of two States and a year: Words says them without a catalogue.
            heads += [data.get("short", data["title"])]
            texts = [*heads, *(t for table in data.get("rule", ()) for t in _law_texts(table))]
        for text in texts:
            if path.name not in found.setdefault(text, []):
                found[text].append(path.name)
    return found


def _law_texts(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _law_texts(item)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key in LAW_KEYS and isinstance(item, str):
                yield item
            elif key == "items" and isinstance(item, list):
                yield from (text for text in item if isinstance(text, str))
            else:
                yield from _law_texts(item)


def read(path: Path, language: str) -> dict[str, str]:
    """Return the translations of a catalogue."""
    if not path.exists():
        return {}
    with path.open("rb") as stream:
        return {str(m.id): str(m.string) for m in read_po(stream, locale=language) if m.id and m.string}


def write(path: Path, language: str, texts: Mapping[str, list[str]], known: Mapping[str, str], *, empty: bool) -> None:
    """Write a catalogue in the order of its texts; without a date, so that the same texts give the same file."""
    catalogue = Catalog(locale=language, charset="utf-8", fuzzy=False)
    for text in sorted(texts):
        if empty or text in known:
            catalogue.add(text, known.get(text, ""), locations=[(name, None) for name in texts[text][:3]])
    stream = io.BytesIO()
    write_po(stream, catalogue, width=0, omit_header=True, include_lineno=False)
    head = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    path.write_text(head + stream.getvalue().decode("utf-8"), "utf-8", newline="\n")


def main() -> int:
    """Renew every catalogue; return 1 when a text of the program lacks a translation."""
    code, law = texts_of_code(), texts_of_law()
    law = {text: files for text, files in law.items() if text not in code}
    wording = ROOT / "resources" / "wording"
    lacking = 0
    for language in LANGUAGES:
        paths = wording / f"{language}.po", wording / f"law-{language}.po"
        known = {**read(paths[1], language), **read(paths[0], language)}
        write(paths[0], language, code, known, empty=True)
        write(paths[1], language, law, known, empty=False)
        missing = [text for text in code if text not in known]
        lacking += len(missing)
        print(
            f"{language}: {len(code) - len(missing)} of {len(code)} texts, {sum(t in known for t in law)} of {len(law)} of the law"
        )
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
