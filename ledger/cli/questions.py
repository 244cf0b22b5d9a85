"""The questions as commands: options follow from each question's filters."""

from __future__ import annotations

from typing import Any

import click

from ledger.cli.door import FOUND, Told, show
from ledger.cli.options import beside, clocks, manner, output
from ledger.errors import UsageError
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
}


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
        filters = {
            name.removeprefix("filter_"): value
            for name, value in given.items()
            if name.startswith("filter_")
        }
        rest = {name: value for name, value in given.items() if not name.startswith("filter_")}
        form, check = rest.pop("output"), rest.pop("exit_code", False)
        notes = rest.pop("notes")
        if notes and form != "markdown":
            raise UsageError("--notes belongs to -o markdown", hint="add: -o markdown")
        with told.ledger() as ledger:
            answer = ledger.ask(question.name, **rest, **filters)
            if notes:
                answer = ledger.cite(answer)
        show(answer, form)
        if check and answer.rows:
            raise click.exceptions.Exit(FOUND)

    ask.__doc__ = question.help
    made: Any = clocks(click.pass_obj(ask))
    if question.judges:
        made = manner(made)
    if question.name == "overdue":
        made = click.option(
            "--exit-code", is_flag=True, help="End with status 10 when there is something to show."
        )(made)
    made = click.option(
        "--notes", is_flag=True, help="Sources as numbered footnotes (-o markdown)."
    )(beside(made))
    made = output(chart=question.name == "levels")(made)
    command = click.command(question.name, epilog=f"Example: {EXAMPLES[question.name]}")(made)
    command.params[:0] = [_option(each) for each in question.filters]
    return command


_COMMANDS = {question.name: _command(question) for question in QUESTIONS}


def __getattr__(name: str) -> click.Command:
    """The command of a question."""
    try:
        return _COMMANDS[name]
    except KeyError:
        raise AttributeError(name) from None
