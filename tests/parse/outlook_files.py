"""Writers of the files that Outlook makes, as far as tests need them: .msg ([MS-OXMSG]) and winmail.dat ([MS-OXTNEF]).

A .msg is an OLE compound file ([MS-CFB]): `compound` writes a tree of streams and storages. All content is invented.
"""

import struct
from datetime import UTC, datetime

Tree = "dict[str, bytes | Tree]"

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(tree):
    """An OLE compound file of these storages (dicts) and streams (bytes)."""
    entries = _entries(tree)
    mini, mini_fat, sectors, fat = b"", [], b"", []
    for entry in entries[1:]:
        data = entry["data"]
        if data is None:
            continue
        if len(data) < _CUTOFF:
            entry["start"] = len(mini_fat) if data else _END
            mini_fat += _chain(len(mini_fat), len(data), _MINI)
            mini += _padded(data, _MINI)
        else:
            entry["start"] = len(fat)
            fat += _chain(len(fat), len(data), _SECTOR)
            sectors += _padded(data, _SECTOR)
    for owner, data in (("mini", mini), ("mini_fat", struct.pack(f"<{len(mini_fat)}I", *mini_fat))):
        if owner == "mini":
            entries[0] |= {"start": len(fat) if data else _END, "size": len(data)}
        else:
            mini_fat_start = len(fat) if data else _END
        fat += _chain(len(fat), len(data), _SECTOR)
        sectors += _padded(data, _SECTOR, b"\xff" if owner == "mini_fat" else b"\0")
    directory_start = len(fat)
    directory = _padded(b"".join(_entry(each) for each in entries), _SECTOR)
    fat += _chain(len(fat), len(directory), _SECTOR)
    return _with_header(sectors + directory, fat, directory_start, mini_fat_start, len(mini_fat))


def _entries(tree):
    """The directory, depth first: the root, then each storage's members, chained by their right sibling."""
    entries = [{"name": "Root Entry", "type": 5, "data": None, "size": 0, "start": _END}]

    def add(branch, parent):
        before = None
        for name, content in branch.items():
            place = len(entries)
            kind, data = (1, None) if isinstance(content, dict) else (2, content)
            entries.append({"name": name, "type": kind, "data": data, "size": len(data or b""), "start": 0})
            if before is None:
                entries[parent]["child"] = place
            else:
                entries[before]["right"] = place
            before = place
            if data is None:
                add(content, place)

    add(tree, 0)
    return entries


def _entry(entry):
    name = entry["name"].encode("utf-16-le")
    return (
        name.ljust(64, b"\0")
        + struct.pack("<HBB", len(name) + 2, entry["type"], 1)
        + struct.pack("<III", _FREE, entry.get("right", _FREE), entry.get("child", _FREE))
        + bytes(16 + 4 + 8 + 8)
        + struct.pack("<IQ", entry["start"], entry["size"])
    )


def _chain(start, size, unit):
    count = -(-size // unit)
    return [*range(start + 1, start + count), _END] if count else []


def _padded(data, unit, filling=b"\0"):
    return data + filling * (-len(data) % unit)


def _with_header(sectors, fat, directory_start, mini_fat_start, mini_count):
    count = 1
    while count * 128 < len(fat) + count:
        count += 1
    fat_start = len(fat)
    fat = [*fat, *[_FAT] * count]
    fat += [_FREE] * (count * 128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack(
        "<IIIIIIIII", 0, count, directory_start, 0, _CUTOFF, mini_fat_start, -(-mini_count // 128), _END, 0
    )
    listed = [*range(fat_start, fat_start + count), *[_FREE] * (109 - count)]
    return header + struct.pack("<109I", *listed) + sectors + struct.pack(f"<{len(fat)}I", *fat)


def storage(properties, header=32, attachments=(), recipients=()):
    """The tree of a mail, or with header 8 of an attachment or recipient; properties: {identifier: value}."""
    counts = struct.pack("<8xIIII8x", len(recipients), len(attachments), len(recipients), len(attachments))
    tree, fixed = {}, [counts[:header]]
    for identifier, value in properties.items():
        kind, packed, stream = _property(value)
        fixed.append(struct.pack("<HHI", kind, identifier, 6) + packed)
        if stream is not None:
            tree[f"__substg1.0_{identifier:04X}{kind:04X}"] = stream
    tree["__properties_version1.0"] = b"".join(fixed)
    for number, each in enumerate(recipients):
        tree[f"__recip_version1.0_#{number:08X}"] = each
    for number, each in enumerate(attachments):
        tree[f"__attach_version1.0_#{number:08X}"] = each
    return tree


def _property(value):
    """The type, the eight octets in the table, and the stream beside it."""
    if isinstance(value, str):
        stream = value.encode("utf-16-le")
        return 0x001F, struct.pack("<II", len(stream) + 2, 0), stream
    if isinstance(value, bytes):
        return 0x0102, struct.pack("<II", len(value), 0), value
    if isinstance(value, datetime):
        ticks = int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
        return 0x0040, struct.pack("<Q", ticks), None
    return 0x0003, struct.pack("<II", value, 0), None


def attachment(name, content, content_type="application/octet-stream"):
    """A file attached to a .msg."""
    return storage({0x3701: content, 0x3707: name, 0x370E: content_type, 0x3705: 1}, header=8)


def embedded(mail):
    """A mail (the tree of one, with header 24) attached to a .msg."""
    tree = storage({0x3705: 5, 0x3001: "A mail"}, header=8)
    tree["__substg1.0_3701000D"] = mail
    return tree


def msg(properties, attachments=(), recipients=()):
    """A .msg file."""
    return compound(storage({0x001A: "IPM.Note", **properties}, 32, attachments, recipients))


def recipient(name, address, kind=1):
    """A recipient of a .msg; kind: 1 To, 2 Cc."""
    return storage({0x3001: name, 0x39FE: address, 0x0C15: kind}, header=8)


def tnef(attributes, codepage=1252):
    """A winmail.dat of these attributes: (level, name and type, octets)."""
    start = struct.pack("<IH", 0x223E9F78, 1)
    first = [(1, 0x00089006, struct.pack("<I", 0x10000)), (1, 0x00069007, struct.pack("<II", codepage, 0))]
    return start + b"".join(_attribute(*each) for each in (*first, *attributes))


def _attribute(level, name, data):
    return struct.pack("<BII", level, name, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def tnef_properties(properties):
    """The MAPI properties of a winmail.dat: {identifier: str | bytes}."""
    return struct.pack("<I", len(properties)) + b"".join(
        _tnef_property(identifier, value) for identifier, value in properties.items()
    )


def tnef_recipients(*recipients):
    """The recipient table of a winmail.dat: the properties of each."""
    return (1, 0x00069004, struct.pack("<I", len(recipients)) + b"".join(map(tnef_properties, recipients)))


def _tnef_property(identifier, value):
    if isinstance(value, int):
        return struct.pack("<HHI", 0x0003, identifier, value)
    kind, data = (0x001F, f"{value}\0".encode("utf-16-le")) if isinstance(value, str) else (0x0102, value)
    return struct.pack("<HHII", kind, identifier, 1, len(data)) + _padded(data, 4)


def tnef_mail(properties=None, body=b"", files=(), embedded_mails=()):
    """A winmail.dat with MAPI properties, a plain body, attached files (name, octets) and embedded mails."""
    attributes = [(1, 0x00078008, b"IPM.Microsoft Mail.Note\0")]
    if properties:
        attributes.append((1, 0x00069003, tnef_properties(properties)))
    if body:
        attributes.append((1, 0x0002800C, body))
    for name, data in files:
        attributes += [(2, 0x00069002, bytes(14)), (2, 0x00018010, name.encode("cp1252") + b"\0")]
        attributes += [(2, 0x0006800F, data), (2, 0x00069005, tnef_properties({0x3707: name}))]
    for inner in embedded_mails:
        signature = bytes.fromhex("0703020000000000C000000000000046")
        attributes += [
            (2, 0x00069002, bytes(14)),
            (2, 0x00069005, tnef_properties({0x3701: signature + inner})),
        ]
    return tnef(attributes)


def rich(text, how="LZFu", size=None):
    """A body as PidTagRtfCompressed holds it, written octet by octet, with the mark that ends it."""
    data = text.encode("latin-1")
    header = struct.pack("<II4sI", 0, len(data) if size is None else size, how.encode(), 0)
    if how != "LZFu":
        return header + data
    tokens = [
        *(data[at : at + 1] for at in range(len(data))),
        (((207 + len(data)) % 4096) << 4).to_bytes(2, "big"),
    ]
    runs = [tokens[at : at + 8] for at in range(0, len(tokens), 8)]
    controls = [sum(1 << bit for bit, token in enumerate(run) if len(token) == 2) for run in runs]
    return header + b"".join(
        bytes([control]) + b"".join(run) for control, run in zip(controls, runs, strict=True)
    )
