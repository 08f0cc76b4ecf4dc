"""Small PDF documents, written by hand: text in the fonts every reader has, and one picture."""

from collections.abc import Sequence
from io import BytesIO

PAGE = (595, 842)  # A4 in points
MARGIN = 56
PICTURE = 200
Line = tuple[str, int, bool]  # text, size, bold


def pdf_document(lines: Sequence[Line], picture: bytes, picture_size: int) -> bytes:
    """One page of lines with a square JPEG at the top right.

    `picture_size` is its side in pixels. Characters outside of Windows-1252 become "?".
    """
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R /Resources"
        b" << /Font << /F1 5 0 R /F2 6 0 R >> /XObject << /P 7 0 R >> >> >>" % PAGE,
        _stream(b"", _content(lines)),
        _font(b"Helvetica"),
        _font(b"Helvetica-Bold"),
        _stream(
            b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB"
            b" /BitsPerComponent 8 /Filter /DCTDecode" % (picture_size, picture_size),
            picture,
        ),
    ]
    return _file(objects)


def _content(lines: Sequence[Line]) -> bytes:
    width, height = PAGE
    left, top = width - MARGIN - PICTURE, height - MARGIN - PICTURE
    parts = [b"q %d 0 0 %d %d %d cm /P Do Q" % (PICTURE, PICTURE, left, top), b"BT"]
    y = height - MARGIN - 20
    for text, size, bold in lines:
        font = b"F2" if bold else b"F1"
        parts.append(b"/%s %d Tf 1 0 0 1 %d %d Tm (%s) Tj" % (font, size, MARGIN, y, _text(text)))
        y -= round(size * 1.6)
    return b"\n".join([*parts, b"ET"])


def _text(text: str) -> bytes:
    plain = text.encode("cp1252", "replace")
    return plain.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")


def _font(name: bytes) -> bytes:
    return b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name


def _stream(entries: bytes, body: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(body), body)


def _file(objects: Sequence[bytes]) -> bytes:
    """The objects with the table of where each of them begins."""
    file = BytesIO()
    file.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, entry in enumerate(objects, 1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, entry))
    table = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.writelines(b"%010d 00000 n \n" % place for place in places)
    file.write(b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    file.write(b"startxref\n%d\n%%%%EOF\n" % table)
    return file.getvalue()
