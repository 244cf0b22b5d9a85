"""What SQL may do on the program's own connections: read, append, keep views; all else is refused.

An authorizer (sqlite.org/c3ref/set_authorizer.html) sees every statement while it is prepared. It
is the first of three guards: the triggers of the migrations hold for every program that opens the
file, and the constraints of the tables are checked again by `PRAGMA integrity_check`.
"""

from __future__ import annotations

from ledger.store.driver import driver
from ledger.store.tables import DURABLE, ledger

_FREE = {
    driver.SQLITE_READ,
    driver.SQLITE_SELECT,
    driver.SQLITE_RECURSIVE,
    driver.SQLITE_TRANSACTION,
    driver.SQLITE_SAVEPOINT,
}
_ROWS = {driver.SQLITE_UPDATE, driver.SQLITE_DELETE}
_SHAPES = {
    driver.SQLITE_CREATE_TABLE,
    driver.SQLITE_CREATE_INDEX,
    driver.SQLITE_DROP_TABLE,
    driver.SQLITE_DROP_INDEX,
    driver.SQLITE_REINDEX,
}
_SEARCHED = {driver.SQLITE_CREATE_VTABLE, driver.SQLITE_DROP_VTABLE}
_ON_TABLES = {driver.SQLITE_CREATE_INDEX, driver.SQLITE_DROP_INDEX}
# What a redaction does; the triggers let it through only where one names the event.
_REDACTING = {
    (driver.SQLITE_UPDATE, "events", "payload"),
    (driver.SQLITE_UPDATE, "events", "salt"),
    (driver.SQLITE_DELETE, "tags", None),
    (driver.SQLITE_DELETE, "tag_names", None),
}
_APPENDED = frozenset(DURABLE) - {ledger.name}
_SETTINGS = frozenset({
    "application_id", "busy_timeout", "compile_options", "data_version", "encoding",
    "foreign_key_check", "foreign_keys", "freelist_count", "index_info", "index_list",
    "index_xinfo", "integrity_check", "journal_mode", "page_count", "page_size", "query_only",
    "quick_check", "read_uncommitted", "recursive_triggers", "schema_version", "secure_delete",
    "synchronous", "table_info", "table_list", "table_xinfo", "trusted_schema", "user_version",
    "wal_autocheckpoint", "wal_checkpoint",
})  # fmt: skip
_ABOUT_A_TABLE = frozenset({
    "foreign_key_check", "index_info", "index_list", "index_xinfo", "integrity_check",
    "quick_check", "table_info", "table_xinfo",
})  # fmt: skip


def authorize(
    action: int, one: str | None, two: str | None, _base: str | None, _inner: str | None
) -> int:
    """SQLITE_OK or SQLITE_DENY for one action of a statement.

    `one` and `two` are what the action names: a table, an index and its table, a setting and its
    new value. What is not known here is refused.
    """
    return int(driver.SQLITE_OK if _may(action, one or "", two) else driver.SQLITE_DENY)


def _may(action: int, one: str, two: str | None) -> bool:
    if action in _FREE:
        return True
    if action == driver.SQLITE_FUNCTION:
        return two != "load_extension"
    if action == driver.SQLITE_INSERT:
        return one in _APPENDED or _of_views(one)
    if action in _ROWS:
        return _of_views(one) or (action, one, two) in _REDACTING
    if action in _SHAPES:
        return _is_view(one) and (action not in _ON_TABLES or _is_view(two or ""))
    if action == driver.SQLITE_ALTER_TABLE:
        return _is_view(two or "")
    if action in _SEARCHED:
        return _is_view(one) and two == "fts5"
    if action == driver.SQLITE_PRAGMA:
        # A setting may be read; the connection's own were made before this guard stood.
        return one in _SETTINGS and (two is None or one in _ABOUT_A_TABLE)
    return False


def _is_view(name: str) -> bool:
    return name.startswith(("view_", "sqlite_autoindex_view_"))


def _of_views(table: str) -> bool:
    # Making or dropping a table of a view changes the list of tables; SQL that names this list
    # itself is refused by SQLite, since writable_schema is off and cannot be set. Renaming one looks
    # for what refers to it in the list of temporary tables, too.
    return _is_view(table) or table in ("sqlite_master", "sqlite_schema", "sqlite_temp_master")
