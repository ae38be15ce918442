"""Decisions to bytes. Pure: no file, clock or network is touched."""
