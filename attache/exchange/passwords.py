"""Workbooks behind a password, opened and locked in memory: no plain copy touches a disk.

Excel's and LibreOffice's own encryption ([MS-OFFCRYPTO] 2.3.4.10, agile: AES-256, SHA-512).
Sheet protection is another thing, and keeps nothing secret.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile

from attache.exchange.preflight import kind_of
from attache.problems import Refused, problem

if TYPE_CHECKING:
    from msoffcrypto.format.ooxml import OOXMLFile

LEAST = 12  # characters; the file can be tried at leisure by whoever has it
_SHORT = 4096  # bytes; shorter streams are kept in another way by an OLE file
# With it Excel encrypts a workbook whose structure or sheets are protected, and tries it before it
# asks anybody; so does LibreOffice ([MS-OFFCRYPTO] 2.4.2.3). It keeps nothing secret.
_NO_PASSWORD = "VelvetSweatshop"  # noqa: S105
_MOST_SPINS = 1_000_000  # Excel and LibreOffice use 100,000; the format allows ten times more


def unlocked(content: bytes, password: str | None) -> bytes:
    """The workbook inside an encrypted one; anything else comes back as it is.

    What comes out of an encrypted one is as little trusted as what went in. Raises Refused:
    XLS051 without a password, XLS052 with a wrong one, XLS053 where the encryption is another,
    XLS003 where the file was altered or is damaged, and those of `preflight.kind_of`.
    """
    if kind_of(content, csv=True) != "encrypted":
        return content
    if password:
        return _decrypted(content, password)
    try:
        return _decrypted(content, _NO_PASSWORD)
    except Refused as refused:
        if refused.problems[0].code == "XLS052":
            raise Refused(problem("XLS051")) from refused
        raise


def locked(content: bytes, password: str) -> bytes:
    """An .xlsx workbook encrypted for Excel and LibreOffice.

    Raises Refused (XLS069) where the password has fewer than 12 characters.
    """
    if len(password) < LEAST:
        raise Refused(problem("XLS069", limit=LEAST))
    return locked_again(content, password)


def locked_again(content: bytes, password: str) -> bytes:
    """The same with a password that a sender's workbook had, however short that is."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = BytesIO()
    OOXMLFile(BytesIO(_long_enough(content))).encrypt(password, out)
    return out.getvalue()


def _long_enough(content: bytes) -> bytes:
    """The workbook with its parts unpacked, where it is too short for msoffcrypto-tool.

    It writes a damaged file where the workbook is short (nolze/msoffcrypto-tool, issue 105).
    """
    if len(content) >= _SHORT:
        return content
    longer = BytesIO()
    with ZipFile(BytesIO(content)) as short, ZipFile(longer, "w") as archive:
        for part in short.infolist():
            archive.writestr(part, short.read(part), ZIP_STORED)
    return longer.getvalue()


def _decrypted(content: bytes, password: str) -> bytes:
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    out = BytesIO()
    book = _opened(content)
    try:
        book.load_key(password=password, verify_password=True)
    except InvalidKeyError as error:
        raise Refused(problem("XLS052")) from error
    except DecryptionError as error:
        raise Refused(problem("XLS053")) from error
    except Exception as error:
        raise Refused(problem("XLS003")) from error
    try:
        book.decrypt(out, verify_integrity=book.type == "agile")
    except Exception as error:
        raise Refused(problem("XLS003")) from error
    return out.getvalue()


def _opened(content: bytes) -> OOXMLFile:
    from msoffcrypto.exceptions import DecryptionError
    from msoffcrypto.format.ooxml import OOXMLFile

    try:
        book = OOXMLFile(BytesIO(content))
    except DecryptionError as error:  # an encryption that it does not know
        raise Refused(problem("XLS053")) from error
    except Exception as error:
        raise Refused(problem("XLS003")) from error
    if book.type not in ("agile", "standard") or book.info.get("spinValue", 0) > _MOST_SPINS:
        raise Refused(problem("XLS053"))
    return book
