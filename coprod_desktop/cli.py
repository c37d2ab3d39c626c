"""``coprod``: the whole product without a window (FORMATS section 2).

Exit 0 done; 1 the answer is no (with ``--strict``) or a decision is needed; 2 bad usage or input: one sentence on
stderr, nothing on stdout, nothing changed. It never prompts.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

from coprod_desktop import __version__
from coprod_desktop.domain.frameworks import RuleBook, Standing
from coprod_desktop.domain.plan import MEDIA, Plan
from coprod_desktop.domain.terms import OUTCOME_WORDS, ROLE_WORDS, STANDING_WORDS
from coprod_desktop.domain.verdicts import Message, Outcome
from coprod_desktop.errors import CoprodError, NotFound, Refused
from coprod_desktop.wording import LANGUAGES, Words, is_country, user_language, words

_YES = {Outcome.OFFICIAL, Outcome.ELIGIBLE}


class _Usage(CoprodError):
    """Words on the command line that fit nothing."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _Usage(f"{message[:1].upper()}{message[1:]}.".replace("..", "."), f"See: {self.prog} --help.")


def run() -> None:
    """Entry point of the console script."""
    sys.exit(main())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; every known fault becomes one sentence on stderr."""
    _speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given:
        return _window([])
    try:
        options = _parser().parse_args(given)
        command: Callable[[argparse.Namespace], int] = options.command
        code = command(options)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except CoprodError as fault:
        _say_fault(str(fault))
        return 2
    except BrokenPipeError:
        # The reader of a pipe went away; what is left to flush goes nowhere.
        if sys.stdout is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as fault:
        _say_fault(f"{fault.strerror or fault}.")
        return 2
    except KeyboardInterrupt:
        _say_fault("Stopped.")
        return 2


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _say_fault(sentence: str) -> None:
    if sys.stderr is not None:
        print(f"coprod: {' '.join(sentence.split())}", file=sys.stderr)


def _window(arguments: Sequence[str]) -> int:
    from coprod_desktop.ui.app import open_window

    return open_window(list(arguments))


# --- the grammar -----------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="coprod",
        description="Plan international film co-productions, offline.",
    )
    parser.add_argument("--version", action="version", version=f"coprod {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)

    def add(
        name: str, command: Callable[[argparse.Namespace], int], text: str, *, reports: bool = True
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(command=command)
        if reports:
            sub.add_argument("--json", action="store_true", help="print machine-readable output")
            sub.add_argument("--language", choices=LANGUAGES, help="language of the sentences")
        return sub

    sub = add("treaties", _treaties, "Which instruments apply between countries on a day, and which governs.")
    sub.add_argument("countries", nargs="+", metavar="COUNTRY", help="two letters, e.g. RU GB")
    sub.add_argument("--on", type=_day, metavar="DATE")
    sub.add_argument("--medium", choices=MEDIA, default="cinema")

    sub = add("show", _show, "An instrument: every rule, its value on a day, article and source.")
    sub.add_argument("framework", metavar="FRAMEWORK")
    sub.add_argument("--on", type=_day, metavar="DATE")

    sub = add("check", _check, "Test a plan: a finding per rule, by article.")
    _plan_arguments(sub)
    sub.add_argument("--framework", action="append", nargs="+", metavar="ID")
    sub.add_argument(
        "--strict", action="store_true", help="exit 0 only if every verdict asked for is official or eligible"
    )

    sub = add("changes", _changes, "What would turn the verdicts: one role given elsewhere, one day passed.")
    _plan_arguments(sub)
    sub.add_argument(
        "--from", dest="start", type=_day, metavar="DATE", help="first day looked at; else the day asked about"
    )
    sub.add_argument("--to", dest="end", type=_day, metavar="DATE", help="last day looked at; else five years on")

    sub = add("facts", _facts, "The questions whose answer can change a verdict; --set answers one.")
    _plan_arguments(sub)
    sub.add_argument("--set", action="append", metavar="KEY=VALUE", default=[])

    add("library", _library, "What the rule library holds.")

    sub = add("new", _new, "Make an empty document.", reports=False)
    sub.add_argument("file", type=Path, metavar="FILE")
    sub = add("sample", _sample, "Make the sample document.")
    sub.add_argument("file", type=Path, metavar="FILE")
    sub = add("verify", _verify, "Check a document: 0 whole, 1 damaged, 2 no document.")
    sub.add_argument("file", type=Path, metavar="FILE")
    sub = add("rescue", _rescue, "List the backups of a document, or restore one beside it.")
    sub.add_argument("file", type=Path, metavar="FILE")
    sub.add_argument("--restore", metavar="BACKUP", help="number of the backup in the list")
    sub.add_argument("-o", "--output", type=Path, metavar="OUT")

    sub = add("import-budget", _import_budget, "Read an Excel budget into a project.")
    sub.add_argument("file", type=Path, metavar="FILE")
    sub.add_argument("book", type=Path, metavar="BOOK")
    sub.add_argument("--project", metavar="P")
    sub.add_argument("--sheet", metavar="S")
    sub.add_argument("--dry-run", action="store_true")
    sub.add_argument("--answer", action="append", metavar="ID=CHOICE", default=[])
    sub.add_argument(
        "--accept", action="store_true", help="take the proposal although a question leaves the total in doubt"
    )

    for name, text in (("undo", "Take back the last step of a document."), ("redo", "Do the last undone step again.")):
        sub = add(name, _travel, text)
        sub.add_argument("file", type=Path, metavar="FILE")
        sub.set_defaults(direction=name)

    sub = add("scenario", _scenario, "The scenarios of a project; --copy makes one, --delete takes one away.")
    sub.add_argument("file", type=Path, metavar="FILE")
    sub.add_argument("--project", metavar="P", help="title or id; else the one last worked on")
    sub.add_argument("--scenario", metavar="S", help="the scenario to copy; else the one last worked on")
    which = sub.add_mutually_exclusive_group()
    which.add_argument("--copy", metavar="TITLE")
    which.add_argument("--delete", metavar="TITLE")

    sub = add("split", _split, "The budget by partner, territory or supplier.")
    _plan_arguments(sub, day=False)
    sub.add_argument("--by", choices=("partner", "territory", "supplier"), default="partner")

    sub = add("dossier", _dossier, "Print the funding dossier as PDF.")
    _plan_arguments(sub)
    sub.add_argument("--template", default="generic")
    sub.add_argument(
        "--printed", type=_day, metavar="DATE", help="the day printed on the pages; else the day asked about"
    )
    sub.add_argument("-o", "--output", type=Path, metavar="OUT.pdf", required=True)

    sub = add("fact-sheet", _fact_sheet, "Print what applies between countries, side by side and by article.")
    sub.add_argument("countries", nargs="+", metavar="COUNTRY", help="two letters, e.g. FR IT")
    sub.add_argument("--on", type=_day, metavar="DATE")
    sub.add_argument("--medium", choices=MEDIA, default="cinema")
    sub.add_argument("-o", "--output", type=Path, metavar="OUT.pdf", required=True)

    sub = add("export", _export, "Write a project as a plan file.", reports=False)
    _plan_arguments(sub, day=False)
    sub.add_argument("--plan", action="store_true", required=True)
    sub.add_argument("-o", "--output", type=Path, metavar="OUT.toml", required=True)
    return parser


def _plan_arguments(sub: argparse.ArgumentParser, *, day: bool = True) -> None:
    sub.add_argument("plan_or_file", type=Path, metavar="PLAN|FILE")
    sub.add_argument("--project", metavar="P", help="title or id; else the one last worked on")
    sub.add_argument("--scenario", metavar="S")
    if day:
        sub.add_argument("--on", type=_day, metavar="DATE", help="the day asked about")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(f"“{text}” is no day; write it like 2011-11-11") from fault


# --- what the commands share --------------------------------------------------------------------------------------


def _book() -> RuleBook:
    from coprod_desktop.library import load

    return load()


def _words(options: argparse.Namespace) -> Words:
    return words(options.language or ("en" if options.json else user_language()))


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def _plan(options: argparse.Namespace, book: RuleBook) -> tuple[Plan, date]:
    from coprod_desktop.actions.documents import plan_from

    plan = plan_from(options.plan_or_file, book, options.project, options.scenario)
    on = plan.asked_on(getattr(options, "on", None), _today())
    assert on is not None
    return plan, on


def _print_json(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))


def _countries(book: RuleBook, codes: Sequence[str]) -> list[str]:
    """Return ISO codes in capitals; refuse unknown ones, and put successors for States that ended."""
    result: list[str] = []
    for code in codes:
        text = code.strip().upper()
        after = book.successors.get(text)
        if after is not None and len(after) > 1:
            raise Refused(f"{text} has several successor States.", f"Use one of {', '.join(after)}.")
        if after is not None:
            text = after[0]
        elif not is_country(text):
            near = difflib.get_close_matches(text, sorted(book.countries()), n=3)
            hint = (
                "The United Kingdom is GB." if text == "UK" else f"Use two letters such as {', '.join(near) or 'FR'}."
            )
            raise NotFound(f"“{code}” is no country code.", hint)
        result.append(text)
    unique = list(dict.fromkeys(result))
    if len(unique) < 2:
        raise Refused("A co-production needs two countries.", "Name at least two.")
    return unique


# --- the commands -----------------------------------------------------------------------------------------------------


def _treaties(options: argparse.Namespace) -> int:
    from coprod_desktop.actions import answers

    book, said = _book(), _words(options)
    on = options.on or _today()
    data = answers.treaties(book, _countries(book, options.countries), on, [options.medium], said)
    if options.json:
        _print_json(data)
        return 0
    names = said.listing(said.country(c) for c in data["countries"])
    print(f"{names}, {said.day(on)}, {options.medium}")
    for framework in data["frameworks"]:
        mark = "*" if framework["governs"] else " "
        print(
            f"{mark} {framework['id']:<18} {said(STANDING_WORDS[Standing(framework['status'])])}, "
            f"{said(framework['certainty'])}: {framework['title']}"
        )
        print(f"  {'':<18} {framework['reason']}")
        if framework["governs"]:
            for caveat in framework["caveats"]:
                print(f"  {'':<18} ! {caveat}")
    if not data["governing"]:
        print(said("No treaty between these countries governs this film on that day."))
    return 0


def _show(options: argparse.Namespace) -> int:
    from coprod_desktop.actions import answers

    book, said = _book(), _words(options)
    data = answers.show(answers.framework_named(book, options.framework), options.on, said)
    if options.json:
        _print_json(data)
        return 0
    print(f"{data['title']} ({data['id']}){' ' + data['reference'] if data['reference'] else ''}")
    for rule in data["rules"]:
        print(f"\n{rule['article'] or said('article not read')}  {rule['title']}\n    {rule['text']}")
        for value in rule["values"]:
            figures = ", ".join(
                f"{k} {v}"
                for k, v in value.items()
                if k
                in (
                    "min",
                    "max",
                    "consent_min",
                    "consent_max",
                    "cap",
                    "each_min",
                    "each_max",
                    "threshold",
                    "months",
                    "weeks",
                    "days",
                    "percent",
                    "amount",
                )
                and v is not None
            )
            print(
                f"    from {value['from']}{': ' + figures if figures else ''}  [{value['confidence']}, {value['source']}]"
            )
    for caveat in data["caveats"]:
        print(f"\n! {caveat}")
    return 0


def _check(options: argparse.Namespace) -> int:
    from coprod_desktop.actions import answers
    from coprod_desktop.domain.assessment import assess, legal_summary

    book, said = _book(), _words(options)
    plan, on = _plan(options, book)
    asked = None
    if options.framework:
        asked = [answers.framework_named(book, name).id for names in options.framework for name in names]
    assessment = assess(plan, book, on, asked)
    data = answers.check(assessment, book, said)
    if options.json:
        _print_json(data)
    else:
        _print_check(data, plan, legal_summary(assessment), said)
    if options.strict:
        return 0 if assessment.verdicts and all(v.outcome in _YES for v in assessment.verdicts) else 1
    return 0


_SIGNS = {"met": "+", "not_met": "x", "discretion": "!", "unknown": "?", "notice": "i", "duty": ">"}


def _print_check(data: dict[str, Any], plan: Plan, ground: Message, said: Words) -> None:
    on = date.fromisoformat(data["on"])
    total = f", {data['total']['amount']} {data['total']['currency']}" if data["total"] else ""
    print(f"{plan.card.title}, {said.day(on)}{total}")
    for partner in plan.partners:
        print(f"  {partner.company} ({partner.country}): {data['shares'][partner.key] or '?'} %")
    for verdict in data["verdicts"]:
        print(
            f"\n{verdict['title']}: {said(OUTCOME_WORDS[Outcome(verdict['outcome'])])}{'' if verdict['certainty'] == 'certain' else ' (' + said(verdict['certainty']) + ')'}"
        )
        for finding in verdict["findings"]:
            article = (
                said("Art. {article}", article=finding["article"]) if finding["article"] else said("article not read")
            )
            print(f"  {_SIGNS[finding['state']]} {article:<18} {finding['title']}: {finding['text']}")
            for cure in finding["cures"]:
                print(f"  {'':<20} → {cure}")
        for caveat in verdict["caveats"]:
            print(f"  ! {caveat}")
    print("\n" + said.say(ground))
    print(said("The competent authorities decide."))


def _answer_text(answer: object) -> str:
    """Return an answer as ``--set`` takes it."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, Mapping):
        return f"{answer['amount']} {answer['currency']}"
    return "?" if answer is None else str(answer)


def _changes(options: argparse.Namespace) -> int:
    from coprod_desktop.actions import answers
    from coprod_desktop.domain.assessment import assess

    book, said = _book(), _words(options)
    plan, on = _plan(options, book)
    first = options.start or on
    last = options.end or date(first.year + 5, 12, 31)
    if last < first:
        raise Refused(f"--to {last} lies before {first}.", "Give two days in their order.")
    data = answers.changes(assess(plan, book, on), book, said, first, last)
    if options.json:
        _print_json(data)
        return 0
    print(said("One role given to another country, on {day}", day=on))
    for change in data["roles"]:
        role, country = said(ROLE_WORDS[change["role"]]), said.country(change["country"])
        print(f"  {role}, {country}: {_turned(change['verdicts'], book, said)}")
    if not data["roles"]:
        print(f"  {said('No single role turns a verdict.')}")
    print(said("Days that turn a verdict, {first} to {last}", first=first, last=last))
    for change in data["days"]:
        print(f"  {change['day']}  {_turned(change['verdicts'], book, said)}")
        for reason in change["reasons"]:
            print(f"              {reason}")
    if not data["days"]:
        print(f"  {said('None.')}")
    return 0


def _turned(verdicts: Sequence[Mapping[str, Any]], book: RuleBook, said: Words) -> str:
    def word(outcome: str | None) -> str:
        return "–" if outcome is None else said(OUTCOME_WORDS[Outcome(outcome)])

    return "; ".join(
        f"{said(book.frameworks[v['framework']].short)}: {word(v['before'])} → {word(v['after'])}" for v in verdicts
    )


def _facts(options: argparse.Namespace) -> int:
    from coprod_desktop.actions import answers
    from coprod_desktop.actions.documents import find_scenario
    from coprod_desktop.actions.project import set_fact
    from coprod_desktop.domain.assessment import assess
    from coprod_desktop.exchange.planfile import looks_like_plan, read_fact
    from coprod_desktop.store import Document

    book, said = _book(), _words(options)
    if options.set:
        if looks_like_plan(options.plan_or_file):
            raise Refused("--set changes a document, not a plan file.", "Edit the file's [facts] table.")
        with Document.open(options.plan_or_file) as document:
            document.select(find_scenario(document, options.project, options.scenario))
            assert document.plan is not None
            answered = []
            for pair in options.set:
                key, equals, value = pair.partition("=")
                question = book.questions.get(key)
                if question is None or not equals:
                    near = difflib.get_close_matches(key, book.questions, n=1)
                    raise NotFound(f"“{key}” is no known fact.", f"Did you mean {near[0]}?" if near else "")
                answered.append((key, read_fact(question, value, document.plan.currency) if value else None))
            for key, fact in answered:
                set_fact(document, key, fact)
    plan, on = _plan(options, book)
    data = answers.facts(assess(plan, book, on), book, said)
    if options.json:
        _print_json(data)
        return 0
    for fact in data["facts"]:
        print(f"{fact['key']} = {_answer_text(fact['answer'])}\n    {fact['ask']}")
    return 0


def _library(options: argparse.Namespace) -> int:
    from coprod_desktop.actions import answers

    data = answers.library(_book())
    if options.json:
        _print_json(data)
        return 0
    print(f"{data['instruments']} instruments, {data['with_shares']} with shares; oldest check {data['oldest_check']}")
    for title in ("by_kind", "by_confidence", "by_country"):
        print(f"{title.replace('_', ' ')}: " + ", ".join(f"{k} {v}" for k, v in data[title].items()))
    return 0


def _new(options: argparse.Namespace) -> int:
    from coprod_desktop.store import Document

    Document.new(options.file).close()
    print(f"Made {options.file}")
    return 0


def _sample(options: argparse.Namespace) -> int:
    from coprod_desktop.actions.importing import report
    from coprod_desktop.actions.sample import make_sample

    document, proposal = make_sample(options.file, _book())
    try:
        assert document.plan is not None
        data = report(proposal, document.plan.card.title, _words(options))
        projects = [e.title for e in document.projects()]
    finally:
        document.close()
    if options.json:
        _print_json({"file": str(options.file), "projects": projects, "import": data})
    else:
        print(f"Made {options.file} with {' and '.join(projects)}")
    return 0


def _verify(options: argparse.Namespace) -> int:
    from coprod_desktop.store import verify

    found = verify(options.file)
    if found.status == 2:
        raise NotFound(found.problems[0])
    if options.json:
        _print_json({"status": "whole" if found.status == 0 else "damaged", "problems": list(found.problems)})
    else:
        print("whole" if found.status == 0 else "damaged: " + "; ".join(found.problems))
    return found.status


def _rescue(options: argparse.Namespace) -> int:
    from coprod_desktop.actions.backups import list_backups, restore

    backups = list_backups(options.file)
    if not backups and not options.file.exists():
        raise NotFound(f"There is no {options.file}, and no backup of it.", "Name the document as it was called.")
    if options.restore is not None:
        if not options.restore.isdecimal() or not 1 <= int(options.restore) <= len(backups):
            raise NotFound(f"There is no backup {options.restore}.", f"There are {len(backups)}.")
        target = options.output or options.file.with_name(f"{options.file.stem} (restored){options.file.suffix}")
        restore(backups[int(options.restore) - 1], target)
        print(f"Restored to {target}")
        return 0
    if options.json:
        _print_json(
            {
                "backups": [
                    {"number": i, "time": b.time, "what": b.what, "file": str(b.path), "bytes": b.size}
                    for i, b in enumerate(backups, 1)
                ]
            }
        )
        return 0
    for number, backup in enumerate(backups, 1):
        print(f"{number:>3}  {backup.time}  {backup.what}  {backup.size:,} bytes")
    print(f"{len(backups)} backups")
    return 0


def _answers(pairs: Sequence[str]) -> dict[str, str]:
    result = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key or not value:
            raise _Usage(f"“{pair}” is no answer.", "Write it like currency=EUR.")
        result[key] = value
    return result


def _import_budget(options: argparse.Namespace) -> int:
    from coprod_desktop.actions.documents import find_scenario
    from coprod_desktop.actions.importing import NeedsDecision, import_budget, open_workbook, report
    from coprod_desktop.store import Document

    answers = _answers(options.answer)
    # The document is opened first: a file that is none must be refused before an hour is spent on the workbook.
    with Document.open(options.file, read_only=options.dry_run) as document:
        workbook = open_workbook(options.book)
        if document.projects():
            scenario = find_scenario(document, options.project)
            if document.plan is None or scenario != document.plan.scenario_id:
                document.select(scenario)
        elif options.project is not None:
            raise NotFound(f"There is no project “{options.project}”; {options.file.name} holds none yet.")
        code = 0
        try:
            proposal = import_budget(
                document,
                workbook,
                sheet=options.sheet,
                answers=answers,
                take_all=options.accept,
                dry_run=options.dry_run,
            )
        except NeedsDecision as fault:
            proposal, code = fault.proposal, 1
            _say_fault(str(fault))
        data = report(proposal, document.plan.card.title if document.plan else None, _words(options))
    if options.json:
        _print_json(data)
        return code
    print(
        f"{proposal.file}, sheet {proposal.sheet}: {data['lines']} lines, {data['sections']} sections, {data['total']} {data['currency']}"
    )
    stated = (
        f"{data['stated_total']} in {data['stated_at']}, difference {data['difference']}"
        if data["stated_total"]
        else "none"
    )
    print(f"Stated total: {stated}. Left out: {len(data['skipped'])}.")
    for warning in data["warnings"]:
        print(f"! {warning}")
    for question in data["questions"]:
        print(f"? {question['id']}: {question['ask']} [{question['chosen']}: {question['evidence']}]")
    return code


def _travel(options: argparse.Namespace) -> int:
    from coprod_desktop.store import Document

    said = _words(options)
    with Document.open(options.file) as document:
        label = document.undo() if options.direction == "undo" else document.redo()
    if options.json:
        _print_json({"step": label})
    elif label is None:
        print(said("Nothing to undo") if options.direction == "undo" else said("Nothing to redo"))
    else:
        print(said("Undo: {label}", label=label) if options.direction == "undo" else said("Redo: {label}", label=label))
    return 0


def _scenario(options: argparse.Namespace) -> int:
    from coprod_desktop.actions.documents import copy_scenario, delete_scenario, find_scenario
    from coprod_desktop.store import Document

    changes = options.copy is not None or options.delete is not None
    with Document.open(options.file, read_only=not changes) as document:
        wanted = find_scenario(document, options.project, options.delete or options.scenario)
        if changes and (document.plan is None or wanted != document.plan.scenario_id):
            document.select(wanted)
        if options.copy is not None:
            copy_scenario(document, options.copy)
        elif options.delete is not None:
            delete_scenario(document)
        plan = document.plan if changes else document.plan_of(wanted)
        assert plan is not None
        entry = next(e for e in document.projects() if any(n == plan.scenario_id for n, _ in e.scenarios))
        titles = [title for _, title in entry.scenarios]
    if options.json:
        _print_json({"project": entry.title, "scenarios": titles, "current": plan.scenario})
    else:
        for title in titles:
            print(f"{'*' if title == plan.scenario else ' '} {title}")
    return 0


def _split(options: argparse.Namespace) -> int:
    from coprod_desktop.actions.budget import split_rows
    from coprod_desktop.domain.budget import Axis

    plan, _ = _plan(options, _book())
    data: dict[str, Any] = split_rows(
        plan, {"partner": Axis.PAYER, "territory": Axis.TERRITORY, "supplier": Axis.SUPPLIER}[options.by]
    )
    if options.json:
        _print_json(data)
        return 0
    keys = list(data["totals"])
    print(f"{'':<44}{'total':>16}" + "".join(f"{k:>16}" for k in keys))
    for row in data["rows"]:
        label = f"{'  ' * row['level']}{row['code']} {row['title']}"[:43]
        print(f"{label:<44}{row['total']:>16}" + "".join(f"{row['shares'][k]:>16}" for k in keys))
    return 0


def _dossier(options: argparse.Namespace) -> int:
    from coprod_desktop.actions.printing import print_dossier

    book = _book()
    plan, on = _plan(options, book)
    _spare(options.output, options.plan_or_file, (".pdf",))
    language = options.language or "en"
    result = print_dossier(
        plan, book, on, options.output, template=options.template, language=language, printed=options.printed
    )
    if options.json:
        _print_json(
            {
                "file": str(options.output),
                "pages": result.pages,
                "language": language,
                "template": options.template,
                "missing_glyphs": list(result.missing_glyphs),
                "english_only": list(result.english_only),
            }
        )
    else:
        print(f"Wrote {options.output}, {result.pages} pages")
        if result.english_only:
            print(f"{len(result.english_only)} texts have no translation and stand in English, marked (EN).")
    return 0


def _fact_sheet(options: argparse.Namespace) -> int:
    from coprod_desktop.actions.printing import print_fact_sheet

    book = _book()
    countries = _countries(book, options.countries)
    if options.output.exists() and options.output.suffix.lower() != ".pdf":
        raise Refused(f"{options.output.name} exists already and is no .pdf file to replace.", "Choose another name.")
    on = options.on or datetime.now(UTC).astimezone().date()
    language = options.language or "en"
    sheet = print_fact_sheet(countries, book, on, options.output, medium=options.medium, language=language)
    if options.json:
        _print_json({"file": str(options.output), "pages": sheet.pages, "language": language, "countries": countries})
    else:
        print(f"Wrote {options.output}, {sheet.pages} pages")
    return 0


def _spare(target: Path, source: Path, kinds: tuple[str, ...]) -> None:
    """Refuse to write over the file that was read, or over an existing file of another kind."""
    if target.exists() and (target.resolve() == source.resolve() or target.suffix.lower() not in kinds):
        what = (
            "is the file that is read"
            if target.resolve() == source.resolve()
            else f"is no {' or '.join(kinds)} file to replace"
        )
        raise Refused(f"{target.name} exists already and {what}.", "Choose another name.")


def _export(options: argparse.Namespace) -> int:
    from coprod_desktop.actions.printing import write_text
    from coprod_desktop.exchange.planfile import write_plan

    plan, _ = _plan(options, _book())
    _spare(options.output, options.plan_or_file, (".toml",))
    write_text(options.output, write_plan(plan))
    print(f"Wrote {options.output}")
    return 0
