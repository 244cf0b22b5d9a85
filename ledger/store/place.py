"""Where a ledger lies: its file system, who may write to it, and what lies beside it."""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from ledger.store.finding import Finding

NETWORK = frozenset({
    "9p", "acfs", "afs", "afpfs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "gfs", "gfs2",
    "glusterfs", "gpfs", "lustre", "ncpfs", "ncp", "nfs", "nfs4", "ocfs2", "orangefs", "panfs",
    "pvfs2", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "webdav",
})  # fmt: skip
"""File systems that lie on another machine, or on several."""

FLEETING = frozenset({"tmpfs", "ramfs", "devtmpfs"})
"""File systems that are gone when the machine is switched off."""

LEAST_ROOM = 64 * 1024 * 1024
"""Bytes free below which a warning is given."""

MOUNTS = Path("/proc/self/mountinfo")
_ESCAPED = re.compile(r"\\([0-7]{3})")


def file_system(path: str, mounts: str) -> str | None:
    """The kind of file system that an absolute path lies on, after Linux's table of mounts.

    `mounts` has the form of /proc/self/mountinfo (proc_pid_mountinfo(5)). None if it does not say.
    """
    best, kind = -1, None
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), fields[4])
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        # Of two on the same point the later one covers the earlier.
        if inside and len(point) >= best:
            best, kind = len(point), after.split(" ")[0]
    return kind


def file_system_findings(kind: str | None) -> Iterator[Finding]:
    """What a kind of file system means for a ledger."""
    if kind is None:
        yield Finding(
            level="ok",
            topic="file system",
            sentence="this system does not say on which kind of disk the ledger lies",
            hint="do not keep it on a network drive",
        )
    elif kind in NETWORK or kind.startswith("fuse"):
        yield Finding(
            level="warn",
            topic="file system",
            sentence=f"the ledger lies on {kind}: where a disk is reached over a network, or through "
            "another program, locks may not hold and two writers may damage the file",
            hint="keep the ledger on a disk of this machine, and copy it with: pledger backup",
        )
    elif kind in FLEETING:
        yield Finding(
            level="warn",
            topic="file system",
            sentence=f"the ledger lies on {kind}, which is gone when the machine is switched off",
            hint="keep it on a disk",
        )
    else:
        yield Finding(level="ok", topic="file system", sentence=f"the ledger lies on {kind}")


def place_findings(place: Path) -> Iterator[Finding]:
    """What can be said of the file of a ledger without opening it as one."""
    whole = place.resolve()
    mounts = MOUNTS.read_text("utf-8", "surrogateescape") if MOUNTS.is_file() else ""
    yield from file_system_findings(file_system(str(whole), mounts))
    yield from _permission_findings(whole)
    free = shutil.disk_usage(whole.parent).free
    if free < LEAST_ROOM:
        yield Finding(
            level="warn",
            topic="room",
            sentence=f"{free // (1024 * 1024)} MiB are free on the disk of the ledger",
            hint="make room: when the disk is full nothing more can be recorded",
        )
    drafts = sorted(found.name for found in whole.parent.glob(".pledger.*"))
    if drafts:
        yield Finding(
            level="warn",
            topic="leftovers",
            sentence=f"an interrupted command left this beside the ledger: {', '.join(drafts)}",
            hint="remove it if no other pledger is at work",
        )


def _permission_findings(place: Path) -> Iterator[Finding]:
    mode = place.stat().st_mode
    if mode & stat.S_IWOTH:
        yield Finding(
            level="warn",
            topic="permissions",
            sentence="everybody on this machine may write to the ledger's file",
            hint=f"take that away with: chmod o-w {place}",
        )
    if not (os.access(place, os.W_OK) and os.access(place.parent, os.W_OK)):
        yield Finding(
            level="warn",
            topic="permissions",
            sentence="you may not write to the ledger's file or its folder: it can be asked, but "
            "nothing can be recorded",
        )
    if place.stat().st_nlink > 1:
        yield Finding(
            level="danger",
            topic="links",
            sentence=f"the ledger's file has {place.stat().st_nlink} names; opened under two of "
            "them at once it would be damaged",
            hint="keep one name, and make copies with: pledger backup",
        )
