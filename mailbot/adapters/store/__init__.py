"""The store: SQLite through sqlite-utils, one file a group of tables, visible SQL.

Functions here take the open `Store` first. Those that write say in which transaction they belong; none
commits by itself. Times are stored as UTC, ISO 8601 with microseconds, so that text order is time order.
"""
