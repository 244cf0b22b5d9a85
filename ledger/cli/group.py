"""The commands of `pledger` and where each lives; none is loaded before it is called."""

from __future__ import annotations

import difflib
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from ledger.cli.door import Told
from ledger.cli.options import beside

COMMANDS: dict[str, dict[str, tuple[str, str]]] = {
    "Record": {
        "init": ("ledger.cli.init:init", "Make a new, empty ledger."),
        "import": ("ledger.cli.documents:import_", "Record a document of events."),
        "add": ("ledger.cli.add:add", "Record one event."),
        "amend": ("ledger.cli.verbs:amend", "Terms of a commitment were changed, or were to be."),
        "fulfil": ("ledger.cli.verbs:fulfil", "A commitment was fulfilled, in part, or not."),
        "breach": ("ledger.cli.verbs:breach", "Somebody acted against a commitment."),
        "condition": ("ledger.cli.verbs:condition", "The condition of a commitment was met or failed."),
        "rescind": ("ledger.cli.verbs:rescind", "The debtor took a commitment back."),
        "release": ("ledger.cli.verbs:release", "The creditor let the debtor go."),
        "suspend": ("ledger.cli.verbs:suspend", "A commitment was put aside for the time being."),
        "resume": ("ledger.cli.verbs:resume", "A suspended commitment was taken up again."),
        "supersede": ("ledger.cli.verbs:supersede", "Another commitment took its place."),
        "assess": ("ledger.cli.verbs:assess", "What a named assessor says of a commitment."),
        "correct": ("ledger.cli.records:correct", "Record that fields should have read otherwise."),
        "edit": ("ledger.cli.edit:edit", "Correct an event in your editor."),
        "retract": ("ledger.cli.records:retract", "Record that a record should not have been made."),
        "redact": ("ledger.cli.records:redact", "Remove words for good, as law may demand."),
        "source": ("ledger.cli.source:source", "Keep the text of a source beside the ledger."),
    },
    "Ask": {
        "commitments": ("ledger.cli.questions:commitments", "What was promised, by when; what became of it."),
        "due": ("ledger.cli.questions:due", "What falls due, or may, in the days to come."),
        "overdue": ("ledger.cli.questions:overdue", "What is past due and not kept."),
        "deadlines": ("ledger.cli.questions:deadlines", "What falls due when, with the days left and past."),
        "levels": ("ledger.cli.questions:levels", "Levels against what was promised about them."),
        "said": ("ledger.cli.questions:said", "Who said what when."),
        "timeline": ("ledger.cli.questions:timeline", "What happened, in order."),
        "agreements": ("ledger.cli.questions:agreements", "Who agreed with whom; each obligation."),
        "actors": ("ledger.cli.questions:actors", "Who is named: spellings, posts, how much said and owed."),
        "sources": ("ledger.cli.questions:sources", "What the record rests on, its texts at hand or not."),
        "contradictions": ("ledger.cli.questions:contradictions", "What cannot both be so, side by side."),
        "stale": ("ledger.cli.questions:stale", "Open commitments without a recent report."),
        "scorecard": ("ledger.cli.questions:scorecard", "What became of whose commitments, counted."),
        "search": ("ledger.cli.questions:search", "Words in quotations, paraphrases and notes."),
        "check": ("ledger.cli.questions:check", "What is worth a second look."),
        "diff": ("ledger.cli.diff:diff", "What changed between two days, and which event did it."),
        "show": ("ledger.cli.things:show_", "One thing with its whole history."),
        "audit": ("ledger.cli.things:audit", "All that is recorded about a thing, with its hashes."),
        "follow": ("ledger.cli.follow:follow", "New events, as they are recorded."),
        "when": ("ledger.cli.when:when", "How a phrase for a day or a deadline is read."),
    },
    "Prove it": {
        "checkpoint": ("ledger.cli.proofs:checkpoint", "Sign the present head."),
        "verify": ("ledger.cli.proofs:verify", "Whether the ledger is what it was."),
        "prove": ("ledger.cli.proofs:prove", "An evidence bundle that strangers can check."),
        "verify-bundle": ("ledger.cli.proofs:verify_bundle", "Check an evidence bundle."),
        "consistency": ("ledger.cli.proofs:consistency", "That the ledger only grew since then."),
    },
    "Look after it": {
        "status": ("ledger.cli.status:status", "What this ledger is and how much it holds."),
        "doctor": ("ledger.cli.status:doctor", "Whether anything endangers the record."),
        "migrate": ("ledger.cli.migrate:migrate", "Bring an older ledger up to date, after a copy."),
        "config": ("ledger.cli.config:config", "The settings, and what says so."),
        "backup": ("ledger.cli.copies:backup", "A verified copy, while others record."),
        "restore": ("ledger.cli.copies:restore", "Make a ledger from a backup."),
        "rebuild": ("ledger.cli.init:rebuild", "Fold all views again from the events."),
        "completion": ("ledger.cli.completion:completion", "Let a shell complete commands."),
        "demo": ("ledger.cli.demo:demo", "A tour on a shipped case."),
    },
}  # fmt: skip
"""Heading → command → where it lives and what it does in one line."""

ALIASES = {"statements": "said"}

_FLAT = {name: place for group in COMMANDS.values() for name, place in group.items()}


class LazyGroup(click.Group):
    """A group that knows its commands by name and loads each when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_FLAT)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = ALIASES.get(cmd_name, cmd_name)
        if name not in _FLAT:
            return None
        module, _, attribute = _FLAT[name][0].partition(":")
        found: click.Command = getattr(import_module(module), attribute)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], [*_FLAT, *ALIASES], n=1, cutoff=0.5)
            did_you_mean = f"; did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"there is no command {args[0]!r}{did_you_mean}")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """What could come next; told from the list above, so that no command is loaded for it."""
        found = [CompletionItem(name, help=help) for group in COMMANDS.values()
                 for name, (_, help) in group.items() if name.startswith(incomplete)]  # fmt: skip
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for heading, group in COMMANDS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, help) for name, (_, help) in group.items()])


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001
    if value and not ctx.resilient_parsing:
        from ledger import __version__

        click.echo(f"pledger {__version__}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Which ledger: --db, then PLEDGER_DB, ./pledger.toml, the user's settings, ./ledger.db.",
    no_args_is_help=False,
    invoke_without_command=True,
)
@beside
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
    help="Show the version and end.",
)  # fmt: skip
@click.pass_context
def PLEDGER(ctx: click.Context, /, **_: Any) -> None:  # noqa: N802
    """Record what officials promise, in their words and with sources; ask what became of it."""
    if not isinstance(ctx.obj, Told):
        ctx.obj = Told()
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
