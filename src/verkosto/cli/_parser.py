"""The words of the command line. Nothing is imported here but argparse, so that `--version` answers at once."""

from __future__ import annotations

import argparse
from typing import Any

__all__ = ["COMMANDS", "EXIT_CODES", "parser"]

COMMANDS = {
    "demo": "verkosto.cli._demo",
    "read": "verkosto.cli._read",
    "table": "verkosto.cli._table",
    "report": "verkosto.cli._report",
    "codebook": "verkosto.cli._codebook",
    "regions": "verkosto.cli._regions",
    "backends": "verkosto.cli._backends",
}
"""Command → the module whose `run` does it."""

EXIT_CODES = """exit codes:
  0    done
  1    a source, codebook, figure or file made it impossible; one line on stderr says what to do
       (codebook compare: also where something differs, which it prints)
  2    a wrong word on the command line
  3    read with --strict met issues
  4    tables cannot be published as they were asked for
  130  interrupted
  141  whoever read the output stopped reading
"""

_LANGUAGES = ("fi", "sv", "en")
_STATISTICS = ("share", "mean", "median", "total", "top_box", "bottom_box", "net", "nps")
_FORMATS = ("text", "csv", "json", "jsonstat", "px", "parquet")
_INTERVALS = ("wilson", "logit", "beta", "agresti_coull", "arcsine", "t")
_METHODS = ("suppress", "round", "band")
_LONELY = ("error", "certainty", "adjust", "average", "remove")


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import version

        print(f"verkosto {version('verkosto')}")
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """Return the parser of `verkosto`."""
    top = argparse.ArgumentParser(
        prog="verkosto",
        description="From raw answers of an association survey to tables by region.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action=_Version, nargs=0, help="print the version and stop")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _demo(commands)
    _read(commands)
    _table(commands)
    _report(commands)
    _codebook(commands)
    _regions(commands)
    _command(commands, "backends", "list the readers that are installed, with their options")
    return top


def _command(commands: Any, name: str, summary: str, **more: Any) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[:1].upper()}{summary[1:]}.",
        epilog=more.get("epilog", EXIT_CODES),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return made


def _demo(commands: Any) -> None:
    command = _command(
        commands, "demo", "show the whole way on synthetic sample data: read, tabulate by region, write a report"
    )
    command.add_argument("--output", metavar="DIR", help="folder of the report (default: the current one)")
    _lang(command)


def _read(commands: Any) -> None:
    command = _command(commands, "read", "read answers and tell what became of every cell")
    _source(command, codebook=True)
    command.add_argument("--strict", action="store_true", help="fail (exit code 3) if there is any issue")
    command.add_argument(
        "--issues",
        metavar="FILE",
        help="write the issues to a csv file, with the raw answers, which are shown nowhere else",
    )


def _table(commands: Any) -> None:
    command = _command(commands, "table", "print shares, means or other figures, by region or by another variable")
    _source(command, codebook=True)
    command.add_argument("variables", nargs="+", metavar="VARIABLE", help="id of a question, such as malli_a")
    command.add_argument("--statistic", choices=_STATISTICS, default="share", help="default: share")
    _division(command)
    command.add_argument("--margins", action="store_true", help="add totals over the groups")
    text = "default: by the ending of FILE (.csv, .json, .px, .parquet), otherwise text"
    command.add_argument("--format", choices=_FORMATS, help=text)
    command.add_argument("-o", "--output", metavar="FILE", help="write to a file instead of the screen")
    _lang(command)


def _report(commands: Any) -> None:
    command = _command(commands, "report", "read answers, tabulate them, protect the tables and write them as a report")
    _source(command, codebook=True)
    command.add_argument(
        "variables", nargs="*", metavar="VARIABLE", help="ids of questions (default: every choice and matrix)"
    )
    _division(command)
    text = "the file to write; its ending says what it is: .html, .docx, .xlsx, .pdf or .md"
    command.add_argument("-o", "--output", metavar="FILE", help=text)
    command.add_argument("--title", help="title of the report (default: that of the survey)")
    command.add_argument("--text", metavar="TEXT", help="what stands below the title; @FILE takes it from a file")
    command.add_argument("--template", metavar="FILE", help="Word file whose styles and page a .docx takes")
    _protection(command)
    _lang(command)


def _protection(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("how the tables are protected")
    text = "how many different associations, or respondents, a figure needs (default: 5)"
    group.add_argument("--min-count", type=int, metavar="N", help=text)
    text = "hide figures, round counts, or show bases as bands (default: suppress)"
    group.add_argument("--method", choices=_METHODS, help=text)
    text = "how long to search for the fewest figures to hide, or the finest bands (default: 10)"
    group.add_argument("--time-limit", type=float, metavar="SECONDS", help=text)
    text = "first put groups or answers together where fewer figures have to be hidden then"
    group.add_argument("--coarsen", action="store_true", help=text)
    text = "file that remembers what was published: it is taken into account, and the tables are added to it"
    group.add_argument("--ledger", metavar="FILE", help=text)
    group.add_argument("--dry-run", action="store_true", help="say what would be hidden, and write nothing")
    group.add_argument(
        "--internal",
        action="store_true",
        help="do not protect: the report is for internal use, and every page says so",
    )


def _codebook(commands: Any) -> None:
    command = _command(commands, "codebook", "draft a codebook from an export, check one, or compare the two")
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True)
    draft = _command(
        actions, "draft", "guess a codebook from an export, or from a form's own file, every guess with its reason"
    )
    _source(draft, codebook=False)
    draft.add_argument("--id", help="id of the survey (default: from the file's name)")
    draft.add_argument("--title", help="title of the survey (default: from the file's name)")
    draft.add_argument("-o", "--output", metavar="FILE", help="write to a file instead of the screen")
    ddi = _command(actions, "ddi", "write a codebook as DDI-Codebook 2.5 (XML), for an archive; needs the extra ddi")
    ddi.add_argument("codebook", metavar="CODEBOOK", help="codebook file, .toml or .json")
    ddi.add_argument("-o", "--output", metavar="FILE", required=True, help="the file to write, ending in .xml")
    check = _command(actions, "check", "say whether a codebook holds together, and what is in it")
    check.add_argument("codebook", metavar="CODEBOOK", help="codebook file, .toml or .json")
    compare = _command(
        actions, "compare", "say in what a codebook and an export differ, with the nearest match and what to write"
    )
    _source(compare, codebook=True, key=False)
    compare.add_argument(
        "-o", "--output", metavar="FILE", help="write the differences to a csv file, with the texts of unknown options"
    )


def _regions(commands: Any) -> None:
    command = _command(commands, "regions", "list kinds of area, the areas of a kind, or one of them")
    command.add_argument("type", nargs="?", metavar="TYPE", help="kind of area, such as maakunta")
    command.add_argument("--on", metavar="DATE", help="a day, month or year (default: the newest covered day)")
    command.add_argument("--area", metavar="CODE", help="one area of the kind, with its municipalities")
    command.add_argument("--of", metavar="MUNICIPALITY", help="the area that holds a municipality (code or name)")
    _lang(command)


def _source(command: argparse.ArgumentParser, *, codebook: bool, key: bool = True) -> None:
    if codebook:
        command.add_argument("codebook", metavar="CODEBOOK", help="codebook file, .toml or .json")
    command.add_argument("source", metavar="SOURCE", help="export of the answers, address, or source declared in .toml")
    group = command.add_argument_group("how the source is read")
    group.add_argument("--backend", metavar="NAME", help="reader (default: found; see `verkosto backends`)")
    group.add_argument("--layout", metavar="LAYOUT", help="layout of the export, such as A or B")
    group.add_argument("--values", metavar="KIND", help="what cells of choices hold: text, number or binary")
    group.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="another option of the reader, such as encoding=windows-1252 or sheet=2; may be repeated",
    )
    if codebook and key:
        text = "environment variable with the key for pseudonyms, or the word withhold"
        group.add_argument("--key-from", metavar="VARIABLE", help=text)
        group.add_argument("--key-scope", metavar="SCOPE", help="where pseudonyms are alike (default: in the survey)")


def _division(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--by",
        action="append",
        default=[],
        metavar="GROUP",
        help="kind of area or variable that divides the answers, such as maakunta; may be repeated",
    )
    command.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="VARIABLE=CODE",
        help="count only these, such as maakunta=13 or toimiala=sote,kyla; may be repeated, and all have to hold",
    )
    command.add_argument("--level", type=float, default=0.95, help="confidence of intervals (default: 0.95)")
    command.add_argument("--interval", choices=_INTERVALS, help="interval of shares (default: wilson)")
    group = command.add_argument_group("how the sample was drawn")
    group.add_argument("--weights", metavar="VARIABLE", help="variable that holds weights")
    group.add_argument("--strata", action="append", metavar="VARIABLE", help="strata; again for each further stage")
    group.add_argument("--psu", action="append", metavar="VARIABLE", help="units drawn; again for each further stage")
    group.add_argument(
        "--fpc", action="append", metavar="SIZE", help="units in the population: a variable, a number, or a share drawn"
    )
    group.add_argument("--lonely", choices=_LONELY, help="what a stratum with one unit means (default: error)")


def _lang(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lang", choices=_LANGUAGES, default="fi", help="language of labels (default: fi)")
