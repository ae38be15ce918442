"""Registration files for the tests, and what is in the store after one was imported."""

from mailbot.adapters.store import registrations
from mailbot.imports.registrations import import_registrations
from mailbot.parse.identifiers import mpan_check_digit
from tests.people import MPAN, NOW

HEADER = "mpxn,fuel,mpid,effective_from,effective_to,device_id"
GOOD = "1500123456780,electricity,DUNM,2025-11-01,,"
MANY = 20_000


def load(store, tmp_path, *lines, header=HEADER):
    path = tmp_path / "registrations.csv"
    path.write_text("\n".join((header, *lines)) + "\n")
    return import_registrations(store, path, NOW)


def point(number):
    body = f"1{number * 7_919 % 10**9:011d}"
    return body + mpan_check_digit(body)


def write_many(path, rows=MANY, mpid="DUNM"):
    """A file in no order, each row with a device; MPAN of the example is served by BRWA as there."""
    lines = [f"{point(number)},electricity,{mpid},2025-11-01,,{number:016X}" for number in range(1, rows)]
    lines.insert(rows // 2, f"{MPAN},electricity,BRWA,2026-02-01,,00-1D-24-02-01-A0-0B-11")
    path.write_text("\n".join((HEADER, *lines)) + "\n")
    return path


def counts(store):
    """The rows and devices in the store, and the states of the generations that have any."""
    sql = "SELECT state, count(*) AS rows FROM {} JOIN registration_load USING (generation) GROUP BY state"
    return tuple(
        {row["state"]: row["rows"] for row in store.rows(sql.format(table))}
        for table in ("registration", "device")
    )


def old_data_is_whole(store):
    assert counts(store) == ({"active": 9}, {"active": 3})
    assert [row.mpid for row in registrations.data_for(store, MPAN, "").rows] == ["BRWA"]
    return True
