"""Reads the words out of a PDF that foundation/pdf.py made, as a reader would copy them."""

import re
import zlib

_STREAM = re.compile(rb"/Length (\d+)\b.*?\bstream\r?\n", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]{4})> <([0-9A-F]{4,8})>", re.IGNORECASE)
_CHAR = re.compile(rb"^<([0-9A-F]{4})> <([0-9A-F]{4,8})>$", re.IGNORECASE | re.MULTILINE)
_SHOWN = re.compile(rb"/F(\d+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj", re.DOTALL)
_FONT = re.compile(rb"/F(\d+) (\d+) 0 R")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(pdf: bytes) -> str:
    """Return the text of all pages, a line per piece that was written."""
    signs = _signs(pdf)
    lines = []
    for content in _streams(pdf):
        font = b""
        for number, shown in _SHOWN.findall(content):
            if number:
                font = number
            elif font in signs:
                lines.append(_read(_plain(shown), signs[font]))
    return "\n".join(lines)


def _objects(pdf: bytes) -> dict[bytes, bytes]:
    found = re.findall(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", pdf, re.DOTALL)
    return dict(found)


def _streams(pdf: bytes):
    for body in _objects(pdf).values():
        if found := _STREAM.search(body):
            yield _unpacked(body, found)


def _unpacked(body: bytes, found: re.Match) -> bytes:
    # By its length: packed data may itself end with a byte that looks like the end of a line.
    content = body[found.end() : found.end() + int(found.group(1))]
    return zlib.decompress(content) if b"FlateDecode" in body[: found.end()] else content


def _signs(pdf: bytes) -> dict[bytes, dict[int, str]]:
    """Return per font number what each glyph reads as, from its ToUnicode map."""
    objects = _objects(pdf)
    signs = {}
    for number, key in {pair for body in objects.values() for pair in _FONT.findall(body)}:
        told = re.search(rb"/ToUnicode (\d+) 0 R", objects.get(key, b""))
        found = told and _STREAM.search(objects[told.group(1)])
        if found:
            signs[number] = _mapped(_unpacked(objects[told.group(1)], found))
    return signs


def _mapped(cmap: bytes) -> dict[int, str]:
    read = {int(glyph, 16): bytes.fromhex(sign.decode()) for glyph, sign in _CHAR.findall(cmap)}
    for first, last, sign in _RANGE.findall(cmap):
        for step in range(int(last, 16) - int(first, 16) + 1):
            wide = (int(sign, 16) + step).to_bytes(len(sign) // 2, "big")
            read[int(first, 16) + step] = wide
    return {glyph: sign.decode("utf-16-be") for glyph, sign in read.items()}


def _plain(shown: bytes) -> bytes:
    return re.sub(rb"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), shown, flags=re.DOTALL)


def _read(codes: bytes, signs: dict[int, str]) -> str:
    return "".join(
        signs.get(int.from_bytes(codes[at : at + 2], "big"), "") for at in range(0, len(codes), 2)
    )
