"""`pledger completion SHELL`: the lines that make a shell complete commands and options."""

from __future__ import annotations

import sys

import click
from click.shell_completion import get_completion_class

from ledger.cli.door import COMPLETION, say, write

SHELLS = ("bash", "zsh", "fish")

WHERE = {
    "bash": 'add to ~/.bashrc: eval "$(pledger completion bash)"',
    "zsh": 'add to ~/.zshrc: eval "$(pledger completion zsh)"',
    "fish": "pledger completion fish > ~/.config/fish/completions/pledger.fish",
}


@click.command(epilog='Example: eval "$(pledger completion bash)"')
@click.argument("shell", type=click.Choice(SHELLS), metavar="SHELL")
def completion(shell: str) -> None:
    """Print what makes bash, zsh or fish complete commands and options of `pledger`."""
    from ledger.cli.group import PLEDGER

    found = get_completion_class(shell)
    assert found is not None  # click knows all of SHELLS
    made = found(PLEDGER, {}, "pledger", COMPLETION)
    # The script alone: `source()` of bash also starts a shell, to ask for its version.
    write(made.source_template % made.source_vars())
    if sys.stdout.isatty():
        say(WHERE[shell])
