"""Bytes to facts. Pure, and never raises: what cannot be read is a value (a defect, an empty field)."""
