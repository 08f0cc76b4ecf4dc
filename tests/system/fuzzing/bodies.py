"""Bodies that are no form: JSON of all kinds, and what only says that it is."""

import json

JSON = "application/json"
MULTIPART = "multipart/form-data; boundary=edge"

DEEP = 100_000
VALUES = [
    None, True, 0, -1, 1.5, 2**63, 10**400, "", "text", [], {}, [None], {"": ""}, [[]], [{}],
    {"id": {}}, {"id": [1]}, {"a": "x" * 10_000}, {"value": None, "shown": []},
    {"match": "all"}, {"match": [], "conditions": {}}, {"match": "any", "conditions": [None]},
    {"match": "all", "conditions": [{"field": 1, "operator": None, "value": {}}]},
    {"match": "all", "conditions": [{"field": "name", "operator": "eq", "value": [[]]}]},
    {"match": "all", "conditions": [{"field": "id", "operator": "eq", "value": 10**30}]},
    {"match": "all", "conditions": [{"field": "published_at", "operator": "gt", "value": "0-0"}]},
    {"whats-new": "on", "x": [1]},
]  # fmt: skip
# Each: what is sent, and as what.
BODIES: list[tuple[bytes, str]] = [
    *((json.dumps(value).encode(), JSON) for value in VALUES),
    (b"", JSON),
    (b"{", JSON),
    (b"\xff\xfe\x00", JSON),
    (b"\xed\xa0\x80", JSON),
    (b'"\\ud800"', JSON),
    (b'{"a\\u0000": "\\u0000"}', JSON),
    (b'{"a": NaN, "b": [Infinity, -Infinity]}', JSON),
    (b'{"a": 1e999}', JSON),
    (b'{"a": 1, "a": 2}', JSON),
    (b"9" * 5000, JSON),
    (b"[" * DEEP, JSON),
    (b"[" * 300 + b"]" * 300, JSON),
    (b'{"a":' * DEEP + b"1" + b"}" * DEEP, JSON),
    (b"\xef\xbb\xbf{}", JSON),
    ('{"a": "ü"}'.encode("utf-16"), JSON + "; charset=utf-16"),
    (b"+2AA-", "application/x-www-form-urlencoded; charset=utf-7"),
    (b"a=1", "text/plain; charset=hex"),
    (b'{"a": "\\ud800"}', "text/plain"),
    (b"<a/>", "text/xml"),
    (b"\x00" * 100, "application/octet-stream"),
    (b"a=%00&b=%ED%A0%80", "application/x-www-form-urlencoded"),
    (b"&".join(b"f%d=1" % number for number in range(25_000)), "application/x-www-form-urlencoded"),
    (b"", "multipart/form-data"),
    (b"no part at all", MULTIPART),
    (b'--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\n\x00\r\n--edge--\r\n', MULTIPART),
    (
        b'--edge\r\nContent-Disposition: form-data; name="file"; filename="../\x00\xed\xa0\x80.png"'
        b"\r\nContent-Type: image/png\r\n\r\nno picture\r\n--edge--\r\n",
        MULTIPART,
    ),
    (
        b'--edge\r\nContent-Disposition: form-data; name="a"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--edge--\r\n",
        MULTIPART,
    ),
    (
        b'--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\n+2AA-\r\n--edge--\r\n',
        MULTIPART + "; charset=utf-7",
    ),
    (b"--edge", "multipart/form-data; boundary=" + "x" * 300),
]
METHODS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")
