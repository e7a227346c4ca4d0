"""Files that are no certificates: not JSON, not of the schema, or beyond the limits of the reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from evidence import DIFFER, changed, genuine, quintic


def malformed() -> Iterator[tuple[str, bytes]]:
    """The contents of the files by name."""
    base = genuine("x**3", "R", "1D-C0", "+", "basic C0")
    text = json.dumps(base, indent=1)
    raw = text.encode()

    def swapped(old: str, new: str) -> bytes:
        if old not in text:
            raise ValueError(old)
        return text.replace(old, new, 1).encode()

    yield "empty", b""
    yield "blank", b" \n\t\n"
    yield "binary", bytes(range(256))
    yield "zeros", b"\0" * 64
    yield "bom", b"\xef\xbb\xbf" + raw
    yield "utf-16", text.encode("utf-16")
    yield "utf-32", text.encode("utf-32")
    yield "latin-1", swapped('"x"', '"\u00e4"').decode().encode("latin-1")
    yield "truncated", raw[: len(raw) // 2]
    yield "truncated-by-one", raw[:-1]
    yield "two-values", raw + raw
    yield "trailing-text", raw + b" and more"
    yield "trailing-comma", swapped('"schema": 1,', '"schema": 1,,')
    yield "single-quotes", text.replace('"', "'").encode()
    yield "comment", b"// a comment\n" + raw
    yield "yaml", b"schema: 1\nmap: x\n"
    yield "control-character", swapped('"x"', '"x\x01"')
    yield "lone-surrogate", swapped('"domain"', '"domain\\ud800"')
    yield "null", b"null"
    yield "true", b"true"
    yield "number", b"1"
    yield "text", b'"a certificate"'
    yield "array", b"[]"
    yield "array-of-certificates", b"[" + raw + b"]"
    yield "object", b"{}"

    yield "nan", swapped('"schema": 1', '"schema": NaN')
    yield "infinity", swapped('"schema": 1', '"schema": Infinity')
    yield "minus-infinity", swapped('"schema": 1', '"schema": -Infinity')
    yield "float", swapped('"schema": 1', '"schema": 1.0')
    yield "float-exponent", swapped('"schema": 1', '"schema": 1e0')
    yield "float-unused", swapped('"schema": 1,', '"schema": 1, "more": 0.5,')
    yield "huge-integer", swapped('"schema": 1', '"schema": ' + "1" * 10000)
    yield "long-integer", swapped('"schema": 1', '"schema": 1000000000')
    yield "huge-integer-inside", changed_text(base, ("cells", 0, "facts"), "[0, 1, 99999999999999999999]")
    yield "leading-zeros", swapped('"schema": 1', '"schema": 01')
    yield "deep-arrays", b"[" * 100000 + b"]" * 100000
    yield "deep-objects", b'{"a":' * 2000 + b"1" + b"}" * 2000
    yield "deep-inside", swapped('"schema": 1,', '"schema": 1, "more": ' + "[" * 40 + "]" * 40 + ",")
    yield "deep-open", b"[" * 100000
    yield "duplicate-key", swapped('"schema": 1,', '"schema": 1, "schema": 1,')
    yield "duplicate-key-inside", swapped('"domain": "R"', '"domain": "R", "domain": "(0, 1)"')
    yield "duplicate-key-escaped", swapped('"domain": "R"', '"domain": "R", "\\u0064omain": "(0, 1)"')

    def altered(*path: Any, to: Any) -> bytes:
        return json.dumps(changed(base, *path, to=to), indent=1).encode()

    def dropped(key: str, *path: Any) -> bytes:
        return altered(*path, to=lambda old: {k: v for k, v in old.items() if k != key})

    for key in base:
        yield f"no-{key}", json.dumps({k: v for k, v in base.items() if k != key}).encode()
    for schema in (0, 2, -1, "1", True, None, [1]):
        name = str(schema).strip("[]").replace("-", "minus-").lower() + ("-" + type(schema).__name__.lower())
        yield f"schema-{name}", altered("schema", to=schema)
    yield "extra-field", json.dumps(base | {"comment": "believe me"}).encode()
    yield "extra-field-map", altered("map", to=lambda old: old | {"output": "y"})
    yield "extra-field-fact", altered("facts", 0, to=lambda old: old | {"checked": True})
    yield "extra-field-cell", altered("cells", 0, to=lambda old: old | {"trusted": True})
    yield "map-text", altered("map", to="x**3")
    yield "map-null", altered("map", to=None)
    yield "map-no-domain", dropped("domain", "map")
    yield "map-expr-text", altered("map", "expr", to="x**3")
    yield "map-expr-number", altered("map", "expr", to=[3])
    yield "map-domain-null", altered("map", "domain", to=None)
    yield "map-domain-list", altered("map", "domain", to=["0", "1"])
    yield "facts-object", altered("facts", to={"pieces": base["facts"][0]})
    yield "facts-null", altered("facts", to=None)
    yield "fact-text", altered("facts", 0, to="pieces")
    yield "fact-null", altered("facts", 0, to=None)
    yield "fact-no-kind", dropped("kind", "facts", 0)
    yield "fact-unknown-kind", altered("facts", 0, "kind", to="oracle")
    yield "fact-capital-kind", altered("facts", 0, "kind", to="Pieces")
    yield "fact-kind-number", altered("facts", 0, "kind", to=3)
    yield "fact-missing-field", dropped("stops", "facts", 0)
    yield "fact-of-another-kind", altered("facts", 0, "kind", to="slope")
    yield "stop-number", altered("facts", 0, "stops", 0, to=0)
    yield "stop-value-number", altered("facts", 0, "stops", 0, "value", to=0)
    yield "stop-cover", altered("facts", 0, "stops", 0, to={"kind": "affine"})
    yield "breaks-boolean", altered("facts", 0, "breaks", to=[True])
    yield "breaks-text", altered("facts", 0, "breaks", to=["1"])
    yield "sign-boolean", altered("facts", 1, "covers", 0, "signs", 0, to=True)
    yield "sign-text", altered("facts", 1, "covers", 0, "signs", 0, to="+")
    yield "sign-null", altered("facts", 1, "covers", 0, "signs", 0, to=None)
    yield "cover-null", altered("facts", 1, "covers", 0, to=None)
    yield "proof-null", altered("facts", 1, "covers", 0, "proof", to=None)
    yield "proof-point", altered("facts", 1, "covers", 0, "proof", to={"kind": "exactpoint", "value": "0"})
    yield "proof-coordinate", altered("facts", 1, "covers", 0, "proof", to={"kind": "sturm", "coordinate": "y"})
    nested = {"kind": "periodic", "period": "1", "start": "0", "proof": {"kind": "constant"}}
    yield "proof-periodic-twice", altered("facts", 1, "covers", 0, "proof", to={**nested, "proof": nested})
    yield "cells-null", altered("cells", to=None)
    yield "cells-object", altered("cells", to=base["cells"][0])
    yield "cell-text", altered("cells", 0, "cell", to="basic autonomous C0")
    yield "cell-no-origin", dropped("origin", "cells", 0)
    yield "cell-facts-boolean", altered("cells", 0, "facts", to=[False, True])
    yield "cell-facts-text", altered("cells", 0, "facts", to=["0", "1", "2"])
    yield "cell-autonomous-number", altered("cells", 0, "cell", "autonomous", to=1)
    yield "cell-autonomous-text", altered("cells", 0, "cell", "autonomous", to="true")
    yield "cell-via-text", altered("cells", 0, "via", to="INC-CLASS")
    yield "cell-rule-null", altered("cells", 0, "rule", to=None)
    yield "cell-rule-list", altered("cells", 0, "rule", to=["1D-C0"])
    yield "status-undecided", altered("cells", 0, "status", to="undecided")
    yield "status-boolean", altered("cells", 0, "status", to=True)
    yield "status-capital", altered("cells", 0, "status", to="Embeddable")
    box = ("facts", 1, "covers", 0, "proof", "parts", 1)
    yield "box-numbers", json.dumps(changed(quintic(), *box, "lower", to=-4)).encode()
    yield (
        "box-no-upper",
        json.dumps(changed(quintic(), *box, to={"kind": "box", "lower": "0", "monotone": False})).encode(),
    )
    data = genuine(DIFFER, "[0, 1]", "1D-MATCH", "-", "basic C1")
    spot = ("facts", next(k for k, one in enumerate(data["facts"]) if one["kind"] == "match"))
    for name, path, to in (
        ("bits-text", ("bits",), "200"),
        ("bits-huge", ("bits",), 10**9),
        ("steps-boolean", ("steps",), True),
        ("point-number", ("point",), 1),
        ("order-text", ("ends", 0, "order"), "14"),
        ("one-end", ("ends",), lambda old: old[:1]),
        ("three-values", ("values",), lambda old: [*old, old[0]]),
        ("value-number", ("values", 0, "middle"), 1),
    ):
        yield f"match-{name}", json.dumps(changed(data, *spot, *path, to=to)).encode()


def changed_text(data: Any, path: tuple[Any, ...], to: str) -> bytes:
    """One value replaced by JSON text that no JSON writer would produce."""
    return json.dumps(changed(data, *path, to="@")).replace('"@"', to).encode()
