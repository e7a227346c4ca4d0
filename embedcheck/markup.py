"""Words with inline LaTeX and code, turned into plain text, Markdown, LaTeX and HTML; everything else is escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple
from xml.etree import ElementTree

Kind = Literal["text", "math", "code"]


class Piece(NamedTuple):
    kind: Kind
    text: str


_PIECES = re.compile(r"\$([^$]+)\$|`([^`]+)`")


def pieces(words: str) -> Iterator[Piece]:
    """The words cut into text, formulas (between dollar signs) and code (between backticks)."""
    position = 0
    for match in _PIECES.finditer(words):
        if match.start() > position:
            yield Piece("text", words[position : match.start()])
        yield Piece("math", match[1]) if match[1] is not None else Piece("code", match[2])
        position = match.end()
    if position < len(words):
        yield Piece("text", words[position:])


def quoted(words: str) -> str:
    """Words from elsewhere, free of marks: no part of them is read as a formula or as code."""
    return words.replace("$", "").replace("`", "'")


_GREEK = {
    **{"alpha": "α", "beta": "β", "delta": "δ", "lambda": "λ", "Lambda": "Λ", "nu": "ν", "sigma": "σ"},
    **{"varphi": "φ", "phi": "φ", "ell": "l", "pi": "π", "gamma": "γ", "mu": "μ", "omega": "ω"},
}
_SIGNS = {
    **{"infty": "∞", "ne": "≠", "ge": "≥", "le": "≤", "circ": "∘", "to": "→", "subset": "⊂", "partial": "∂"},
    **{"nabla": "∇", "dots": "...", "ldots": "...", "mapsto": "↦", "in": "∈", "cdot": "·", "otimes": "⊗"},
    **{"int": "∫", "cup": "∪", "times": "×", "sum": "Σ", "sqrt": "√", "sim": "~", "prod": "Π", "pm": "±"},
    **{"quad": "  ", "qquad": "    ", "displaystyle": "", "left": "", "right": "", "prime": "'", "equiv": "≡"},
    **{"notin": "∉", "setminus": "\\", "neq": "≠", "leq": "≤", "geq": "≥", "Longrightarrow": "⇒", "mid": "|"},
}
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_GROUPED = re.compile(r"\\(?:mathbb|mathrm|text|operatorname\*?|mathcal)\s*\{([^{}]*)\}")
_FRACTION = re.compile(r"\\frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_SCRIPT = re.compile(r"([\^_])\{([^{}]*)\}")


def plain_math(latex: str) -> str:
    """A formula as readable text: `x^{2} \\le \\pi` becomes `x^2 ≤ π`."""
    text = re.sub(r"(\\(?:dim|det|log|min|max))(?=\\)", r"\1 ", latex)
    for _ in range(8):
        before = text
        text = _GROUPED.sub(lambda m: m[1], text)
        text = _FRACTION.sub(lambda m: f"{_enclosed(m[1])}/{_enclosed(m[2])}", text)
        text = _SCRIPT.sub(lambda m: m[1] + (m[2] if re.fullmatch(r"-?\w+|[+*]", m[2]) else f"({m[2]})"), text)
        if text == before:
            break
    text = _COMMAND.sub(lambda m: _SIGNS.get(m[1], _GREEK.get(m[1], m[1])), text)
    text = re.sub(r"\\([{}|])", r"\1", re.sub(r"\\[,;:! ]", " ", text))
    return re.sub(r"(?<=\S) {2,}(?=\S)", " ", text.replace("{", "").replace("}", "")).strip()


def _enclosed(text: str) -> str:
    return text if re.fullmatch(r"[\w\\]+'?|\\?\w+\([^()]*\)", text.strip()) else f"({text.strip()})"


def plain(words: str) -> str:
    """Words for a terminal: formulas in Unicode, code without marks."""
    return "".join(plain_math(piece.text) if piece.kind == "math" else piece.text for piece in pieces(words))


_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|$~&!])")


def markdown(words: str) -> str:
    """Words for Markdown, formulas between dollar signs."""
    marks = {"math": "${}$", "code": "`{}`"}
    return "".join(
        marks[piece.kind].format(piece.text) if piece.kind in marks else _MARKDOWN.sub(r"\\\1", piece.text)
        for piece in pieces(words)
    )


_LATEX = {
    **{sign: "\\" + sign for sign in "&%$#_{}"},
    **{"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"},
    **{
        sign: rf"\ensuremath{{\{name}}}"
        for name, sign in [*_SIGNS.items(), *_GREEK.items()]
        if len(sign) == 1 and ord(sign) > 255 and name != "sqrt"
    },
    **{"<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}"},
}


def latex_text(text: str) -> str:
    """Any text for LaTeX, every character itself; one that its fonts lack by its number."""
    return "".join(_LATEX.get(sign, sign if ord(sign) < 256 else f"[U+{ord(sign):04X}]") for sign in text)


def latex(words: str) -> str:
    """Words for LaTeX."""
    marks = {"math": "${}$", "code": r"\texttt{{{}}}"}
    return "".join(
        marks[piece.kind].format(piece.text if piece.kind == "math" else latex_text(piece.text))
        if piece.kind in marks
        else latex_text(piece.text)
        for piece in pieces(words)
    )


def html_words(words: str) -> str:
    """Words for HTML, formulas as MathML."""
    return "".join(
        mathml(piece.text)
        if piece.kind == "math"
        else f"<code>{html.escape(piece.text)}</code>"
        if piece.kind == "code"
        else html.escape(piece.text)
        for piece in pieces(words)
    )


_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_TAGS = frozenset(
    {
        *("math", "mrow", "mi", "mo", "mn", "mtext", "mspace", "msup", "msub", "msubsup", "mfrac", "msqrt", "mroot"),
        *("mtable", "mtr", "mtd", "mover", "munder", "munderover", "mstyle", "mpadded"),
    }
)
_ATTRIBUTES = frozenset(
    {
        *("display", "stretchy", "fence", "form", "columnalign", "rowspacing", "columnspacing", "width", "height"),
        *("depth", "lspace", "rspace", "mathvariant", "separator", "minsize", "maxsize", "symmetric", "largeop"),
        *("movablelimits", "linethickness", "displaystyle", "scriptlevel", "accent"),
    }
)


# The translator puts no space between the name of a function and what follows.
_FUNCTION = re.compile(r"\\(log|det|dim|ker|deg|min|max|sup|inf|sin|cos|tan)(?![A-Za-z])(?=\s*[A-Za-z\\])\s*(?!\\left)")

# Fonts raise the prime themselves: as an exponent it is too small and too high.
_PRIME = re.compile(r"<msup>(<mi>[^<]*</mi>)<mi>&#x02032;</mi></msup>")


@lru_cache(maxsize=4096)
def mathml(latex: str, block: bool = False) -> str:
    """A formula as MathML, or as escaped code where it cannot be translated.

    The translator leaves text inside a formula as it is: only elements of MathML pass.
    """
    from latex2mathml.converter import convert

    try:
        found = convert(_FUNCTION.sub(r"\\\1\\, ", latex), display="block" if block else "inline")
        found = _PRIME.sub(r'<mrow>\1<mo lspace="0em" rspace="0em">&#x02032;</mo></mrow>', found)
        tree = ElementTree.fromstring(found)
    except Exception:  # the translator raises what it likes: a formula that it cannot read is shown as it is written
        return f"<code>{html.escape(latex)}</code>"
    for element in tree.iter():
        namespace, _, name = element.tag.rpartition("}")
        if namespace != "{" + _NAMESPACE or name not in _TAGS or not set(element.attrib) <= _ATTRIBUTES:
            return f"<code>{html.escape(latex)}</code>"
    return found
