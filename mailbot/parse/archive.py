"""An attached .zip (PKWARE APPNOTE 6.3): bytes -> the files in it, to be opened in turn.

Takes an Attached; gives each file as another attachment, named without its path: a name is shown to people and never
used as a path. What the directory says is unpacked is counted against the caps before a byte is, and no file may
unpack to more than the directory says. A file with a password is kept with that reason. Bytes that are no archive
raise CannotOpen; never another exception.
"""

import io
import zipfile
import zlib
from lzma import LZMAError

from mailbot.model.mail import Part
from mailbot.parse.opening import DAMAGED, PROTECTED, Attached, CannotOpen, Contents, Opening, masked

_ENCRYPTED = 0x1
_MAC_ONLY = "__macosx/"  # what macOS keeps beside the files for itself
_DAMAGE = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, ValueError, KeyError, IndexError)


def read(item: Attached, opening: Opening) -> Contents:
    """The files in the archive."""
    archive = directory(item.part.payload, opening)
    files = [each for each in archive.infolist() if not each.is_dir() and not _is_macos(each)]
    for _ in files:
        opening.another_part()
    return Contents(attached=tuple(_file(archive, each, item.where) for each in files))


def directory(octets: bytes, opening: Opening) -> zipfile.ZipFile:
    """The archive, everything in it counted as unpacked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(octets))
    except (*_DAMAGE, NotImplementedError) as error:
        raise CannotOpen(DAMAGED) from error
    entries = archive.infolist()
    if len({key(each) for each in entries}) < len(entries):
        raise CannotOpen("it has two files of one name")
    for each in entries:
        opening.unpack(each.file_size)
    return archive


def key(entry: zipfile.ZipInfo) -> str:
    """What two spellings of one name share: programs differ in whether they take them for one."""
    return entry.filename.replace("\\", "/").casefold()


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One file, at most as long as the directory says. Its checksum is right, else CannotOpen."""
    if entry.flag_bits & _ENCRYPTED:
        raise CannotOpen(PROTECTED)
    try:
        with archive.open(entry) as file:
            return file.read(entry.file_size + 1)
    except NotImplementedError:
        raise CannotOpen("it is packed in a way that is not read") from None
    except (*_DAMAGE, RuntimeError) as error:
        raise CannotOpen(DAMAGED) from error


def _file(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, where: str) -> Attached:
    name = shown_name(entry.filename)
    inside = f"{masked(name)} in {where}"
    try:
        return Attached(Part("application/octet-stream", name, payload=unpacked(archive, entry)), inside)
    except CannotOpen as reason:
        return Attached(Part("application/octet-stream", name, payload=b"-", why=str(reason)), inside)


def _is_macos(entry: zipfile.ZipInfo) -> bool:
    return key(entry).startswith(_MAC_ONLY) or entry.filename.endswith(".DS_Store")


def shown_name(name: str) -> str:
    """A file name without path and control characters."""
    bare = "".join(each for each in name.replace("\\", "/").rpartition("/")[2] if each.isprintable())
    return " ".join(bare.split())[:120] or "(no name)"
