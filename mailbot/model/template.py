"""The table that forwarders may always send: its columns, and the example that stands in its workbook.

The example is shown in a sheet of its own; a row of that sheet that is still the same is no alert.
"""

SHEET = "Alerts"
EXAMPLE_SHEET = "Example"
COLUMNS = ("MPAN/MPRN", "Device ID", "Alert Code", "Alert Description", "Date/Time", "New Supplier")
EXAMPLE = (
    "1012345678903",
    "00-1D-24-02-01-A0-0B-11",
    "8F3F",
    "What the alert is called",
    "24/11/2026 09:05:33",
    "Name or MPID of the supplier that gained the customer",
)
REMARKS = (
    "This sheet shows how a row is filled in. Write yours into the sheet 'Alerts'; this one is not passed on.",
    "One row for each. Leave empty what is not known; without a time zone it is taken as London time.",
)
EXAMPLE_ROWS = frozenset({EXAMPLE, *((remark,) for remark in REMARKS)})
