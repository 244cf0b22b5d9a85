"""The questions as commands: options follow from each question's filters."""

from __future__ import annotations

from typing import Any

import click

from ledger.cli.door import FOUND, Told, say, show
from ledger.cli.options import beside, clocks, manner, output, page
from ledger.errors import UsageError
from ledger.model.scale import on_scale
from ledger.service.asking import QUESTIONS, Filter, Question

EXAMPLES = {
    "commitments": "pledger commitments --as-of 2021-06-01 --debtor united-states",
    "due": "pledger due --within 30d",
    "overdue": "pledger overdue --unknown --exit-code",
    "deadlines": "pledger deadlines --to 2021-12-31 --debtor united-states",
    "levels": "pledger levels --measure us-forces/iraq -o chart",
    "said": "pledger said --by trump --about afghanistan",
    "timeline": "pledger timeline --from 2020-01-01 --to 2020-03-31",
    "agreements": "pledger agreements --party taliban --as-of 2021-06-01",
    "actors": "pledger actors --kind person",
    "sources": "pledger sources --text none",
    "contradictions": "pledger contradictions --kind levels",
    "stale": "pledger stale --after 30d --as-of 2021-03-01",
    "scorecard": "pledger scorecard --as-of 2021-06-01",
    "search": "pledger search endless wars",
    "check": "pledger check --lint never-overdue",
}


ROWS_ALONE = ("jsonl", "csv")
"""Formats that tell of nothing but the rows."""


def _option(each: Filter) -> click.Option:
    flag = f"--{each.name.replace('_', '-')}"
    if each.kind == "flag":
        return click.Option([flag, f"filter_{each.name}"], is_flag=True, help=each.help)
    metavar = {"day": "DAY", "span": "DAYS"}.get(each.kind, "TEXT")
    if each.choices:
        return click.Option(
            [flag, f"filter_{each.name}"],
            metavar="WORD",
            help=f"{each.help}: {', '.join(each.choices)}",
        )
    return click.Option([flag, f"filter_{each.name}"], metavar=metavar, help=each.help)


def _command(question: Question) -> click.Command:
    def ask(told: Told, /, **given: Any) -> None:
        from ledger import wiring

        filters = {
            name.removeprefix("filter_"): value
            for name, value in given.items()
            if name.startswith("filter_")
        }
        rest = {name: value for name, value in given.items() if not name.startswith("filter_")}
        form, check = rest.pop("output"), rest.pop("exit_code", False)
        notes, scale = rest.pop("notes"), rest.pop("scale", None)
        if notes and form != "markdown":
            raise UsageError("--notes belongs to -o markdown", hint="add: -o markdown")
        with told.ledger() as ledger:
            answer = ledger.ask(question.name, **rest, **filters)
            if notes:
                answer = ledger.cite(answer)
        if scale is not None:
            answer = on_scale(answer, wiring.scale(scale))
        show(answer, form)
        if form in ROWS_ALONE and answer.part is not None:
            say(answer.part)
        if (check or question.alarm) and answer.found:
            raise click.exceptions.Exit(FOUND)

    ask.__doc__ = question.help
    made: Any = clocks(page(click.pass_obj(ask)))
    if question.judges:
        made = manner(made)
    if any(column.name == "verdict" for column in question.columns):
        made = click.option(
            "--scale", metavar="NAME",
            help="Also the word of another scale, a lossy mapping: politifact, fullfact, pam, gao, "
            "or one of the settings.",
        )(made)  # fmt: skip
    if question.name == "overdue":
        made = click.option(
            "--exit-code", is_flag=True, help="End with status 10 when there is something to show."
        )(made)
    made = click.option(
        "--notes", is_flag=True, help="Sources as numbered footnotes (-o markdown)."
    )(beside(made))
    made = output(chart=question.name == "levels")(made)
    command = click.command(question.name, epilog=f"Example: {EXAMPLES[question.name]}")(made)
    command.params[:0] = [_parameter(question, each) for each in question.filters]
    return command


def _parameter(question: Question, each: Filter) -> click.Parameter:
    """The option of a filter; the words to search for stand by themselves."""
    if question.name == "search" and each.name == "words":
        return _Words(["filter_words"], nargs=-1, required=True, metavar="WORDS")
    return _option(each)


class _Words(click.Argument):
    """Words as they were typed, put together again; one with a space in it is a phrase."""

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        return " ".join(f'"{word}"' if " " in word else word for word in value or ())


_COMMANDS = {question.name: _command(question) for question in QUESTIONS}


def __getattr__(name: str) -> click.Command:
    """The command of a question."""
    try:
        return _COMMANDS[name]
    except KeyError:
        raise AttributeError(name) from None
