"""Actors: who speaks, agrees and acts, under which names, in which posts, bound to how much."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import define, field

from ledger.model.answer import Column, Row
from ledger.model.case import judge
from ledger.model.facts import CommitmentFacts
from ledger.model.records import ACTOR_KINDS
from ledger.model.verdict import OPEN
from ledger.projections.commitments import COMMITMENTS
from ledger.projections.declarations import DECLARATIONS, Declaration
from ledger.projections.happenings import HAPPENINGS, Happening
from ledger.projections.question import Asked, Filter, Question

COLUMNS = (
    Column(name="id", help="the actor"),
    Column(name="name", help="the usual name"),
    Column(name="kind", help="person, organisation or state", roomy=2),
    Column(name="aliases", help="other spellings that sources use", roomy=3),
    Column(name="posts_seen", help="posts, with the days of a tenure or those on which it is seen"),
    Column(
        name="posts",
        help="the same: post, organisation, from, to, and basis: tenure, or role in an utterance",
        shown=False,
    ),
    Column(name="said", help="utterances"),
    Column(name="spoken_for", help="utterances on his, her or its behalf", title="for it", roomy=4),
    Column(name="agreed", help="agreements", roomy=2),
    Column(name="did", help="other events as the one who acted", roomy=2),
    Column(name="owes", help="commitments as debtor"),
    Column(name="open", help="of these, open", roomy=3),
    Column(name="overdue", help="of these, surely overdue", title="surely overdue", roomy=1),
    Column(name="owed", help="commitments as creditor", roomy=1),
    Column(name="first_on", help="latest day of the first event", shown=False),
    Column(name="last_on", help="latest day of the last event", shown=False),
    Column(name="corrected_by", help="positions of the corrections", shown=False),
    Column(name="position", help="of its declaration", title="#"),
)


@define
class _Seen:
    """What was seen of one actor up to the day asked for."""

    counts: Counter[str] = field(factory=Counter)
    tenures: list[Declaration] = field(factory=list)
    posts: dict[str, tuple[dt.date, dt.date]] = field(factory=dict)
    days: list[dt.date] = field(factory=list)

    def in_post(self, role: str, first: dt.date, last: dt.date) -> None:
        """Notes that the post was held on a day between these two."""
        held = self.posts.get(role, (first, last))
        self.posts[role] = min(held[0], first), max(held[1], last)


def _actors(every: Iterable[Any], asked: Asked) -> Iterator[Row]:
    declared: dict[str, Declaration] = {}
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    seen: defaultdict[str, _Seen] = defaultdict(_Seen)
    for one in every:
        if isinstance(one, Declaration):
            if one.type == "actor":
                declared[one.id] = one
                spellings[one.id][:0] = one.aliases
            elif one.type == "alias" and one.of:
                spellings[one.of].append(one.name)
            elif one.type == "tenure" and one.of:
                if one.earliest is None or one.earliest <= asked.as_of:
                    seen[one.of].tenures.append(one)
        elif isinstance(one, Happening):
            _see(one, seen, asked)
        else:
            _count(one, seen, asked)
    for id, actor in sorted(declared.items(), key=lambda item: item[1].name.casefold()):
        aliases = list(dict.fromkeys(spellings[id]))
        if (
            asked.lets("kind", actor.kind)
            and asked.finds("about", id, actor.name, *aliases)
            and asked.finds("post", *seen[id].posts, *(one.name for one in seen[id].tenures))
        ):
            yield _row(actor, aliases, seen[id])


def _see(one: Happening, seen: defaultdict[str, _Seen], asked: Asked) -> None:
    """Counts an event for everybody whom it names, once it has surely happened."""
    if one.latest is None or one.latest > asked.as_of or one.scheduled:
        return
    capacity = "said" if one.speech else "agreed" if one.type == "agreement" else "did"
    for who in one.who:
        if who.id is not None:
            seen[who.id].counts[capacity] += 1
            seen[who.id].days.append(one.latest)
    if one.speech is None:
        return
    role, on_behalf_of = one.speech["role"], one.speech["on_behalf_of"]
    if role and one.who[0].id is not None:
        seen[one.who[0].id].in_post(role, one.earliest or one.latest, one.latest)
    if on_behalf_of:
        seen[on_behalf_of].counts["spoken_for"] += 1


def _count(facts: CommitmentFacts, seen: defaultdict[str, _Seen], asked: Asked) -> None:
    """Counts a commitment for its debtor and its creditor, once it is listed."""
    if not facts.listed_on(asked.as_of):
        return
    found = judge(facts, asked.as_of, asked.manner)
    if found.state.lifecycle == "void":
        return
    terms = found.terms.commitment
    debtor = seen[terms.debtor].counts
    debtor["owes"] += 1
    debtor["open"] += found.state.lifecycle in OPEN
    debtor["overdue"] += found.overdue == "yes"
    if terms.creditor:
        seen[terms.creditor].counts["owed"] += 1


def _row(actor: Declaration, aliases: list[str], seen: _Seen) -> Row:
    posts = sorted(_posts(seen), key=lambda post: (post["from"] or dt.date.min, post["post"]))
    counted = ("said", "spoken_for", "agreed", "did", "owes", "open", "overdue", "owed")
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "aliases": aliases,
        "posts_seen": [f"{post['post']} ({_days(post['from'], post['to'])})" for post in posts],
        "posts": posts,
        **{name: seen.counts[name] for name in counted},
        "first_on": min(seen.days, default=None),
        "last_on": max(seen.days, default=None),
        "corrected_by": list(actor.corrected_by),
        "position": actor.position,
    }


def _posts(seen: _Seen) -> Iterator[dict[str, Any]]:
    """The tenures that are recorded, then the posts that are only seen in utterances."""
    for tenure in seen.tenures:
        yield {
            "post": tenure.name, "organisation": tenure.organisation, "from": tenure.earliest,
            "to": tenure.latest, "basis": "tenure",
        }  # fmt: skip
    for post, (first, last) in seen.posts.items():
        if post not in {tenure.name for tenure in seen.tenures}:
            yield {
                "post": post, "organisation": None, "from": first, "to": last, "basis": "role",
            }  # fmt: skip


def _days(first: dt.date | None, last: dt.date | None) -> str:
    if first == last:
        return f"{first}" if first else "no days"
    return f"{first or ''} … {last or ''}".strip()


ACTORS = Question(
    name="actors",
    title="Who is named, and in which capacity",
    help="Who is named: other spellings, posts over time, how much was said, owed and done.",
    projection=DECLARATIONS,
    also=(HAPPENINGS, COMMITMENTS),
    columns=COLUMNS,
    filters=(
        Filter(name="kind", help="what it is", choices=ACTOR_KINDS),
        Filter(name="post", help="words of a post held"),
        Filter(name="about", help="words of the id, the name or another spelling"),
    ),
    answer=_actors,
    judges=True,
)
