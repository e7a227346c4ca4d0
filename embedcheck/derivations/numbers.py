"""The numbers of evidence in words: balls, points, matrices, covers of an interval, proofs of a sign on a box.

Texts are free of marks from elsewhere; code stands between backticks, LaTeX between dollar signs. A number that is
rounded is rounded outward, so that what is shown is proven.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

from embedcheck import certificate as c
from embedcheck.markup import quoted

DIGITS = 7
_SHORT = 16
_LISTED = 4
Matrix = Sequence[Sequence[str]]


def code(text: str) -> str:
    """A text from the map or the certificate as code."""
    return f"`{quoted(text)}`" if text else ""


def dyadic(text: str) -> Fraction:
    """The number `m*2^e`."""
    middle, _, exponent = text.partition("*2^")
    return Fraction(int(middle)) * Fraction(2) ** int(exponent or "0")


def rounded(value: Fraction, direction: str, digits: int = DIGITS) -> str:
    """A decimal with so many digits that is not larger (ROUND_FLOOR) or not smaller (ROUND_CEILING)."""
    context = Context(prec=digits, rounding=direction, Emin=-(10**9), Emax=10**9)
    found = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    return f"{found.normalize(context):f}" if abs(found.adjusted()) < 2 * digits or not found else f"{found:e}"


def below(value: Fraction, digits: int = 3) -> str:
    """A decimal that is not larger."""
    return rounded(value, ROUND_FLOOR, digits)


def interval(low: Fraction, high: Fraction, digits: int = DIGITS) -> str:
    """`[0.7310585, 0.7310586]`, or the one number where that is short."""
    first, last = rounded(low, ROUND_FLOOR, digits), rounded(high, ROUND_CEILING, digits)
    return first if first == last else f"[{first}, {last}]"


def enclosed(ball: c.Enclosure) -> str:
    """`= 1/2` where the value is a short exact number, else `in [a, b]`."""
    middle, radius = dyadic(ball.middle), dyadic(ball.radius)
    if not radius and len(str(middle)) <= _SHORT:
        return f"= {middle}"
    found = interval(middle - radius, middle + radius)
    return f"in {found}" if found.startswith("[") else f"= {found}"


def gap(first: c.Enclosure, second: c.Enclosure) -> Fraction:
    """A lower bound of the distance of two numbers in these balls."""
    distance = abs(dyadic(first.middle) - dyadic(second.middle))
    return distance - dyadic(first.radius) - dyadic(second.radius)


def rational(text: str) -> str:
    """A rational number, or its first digits where its text is long."""
    if len(text) <= _SHORT:
        return text
    try:
        value = Fraction(text)
    except ValueError:
        return text
    return f"{rounded(value, ROUND_DOWN)}..."


def place(point: Sequence[str]) -> str:
    """`(0, 1/2)`, or the number itself on the line."""
    return code(point[0] if len(point) == 1 else f"({', '.join(point)})")


def places(points: Iterable[Sequence[str]], most: int = 8) -> str:
    """`(0, 0), (1, 0)`, the first of many."""
    known = list(points)
    shown = ", ".join(map(place, known[:most]))
    return shown + (", ..." if len(known) > most else "")


def box(sides: Iterable[tuple[str, str]]) -> str:
    """`[0, 1] x [0, 2]`, rounded outward."""
    shown: list[str] = []
    for low, high in sides:
        try:
            first, last = Fraction(low), Fraction(high)
        except ValueError:
            shown.append(f"[{low}, {high}]")
            continue
        ends = (
            (low, high)
            if len(low) + len(high) <= _SHORT
            else (rounded(first, ROUND_FLOOR, 10), rounded(last, ROUND_CEILING, 10))
        )
        shown.append(f"[{ends[0]}, {ends[1]}]")
    return code(" x ".join(shown))


def matrix(rows: Matrix) -> str:
    """`[1 2; 3 4]`"""
    return code(f"[{'; '.join(' '.join(row) for row in rows)}]")


def combination(weights: Sequence[str], names: Sequence[str]) -> str:
    """`x - 2*y` as plain text."""
    terms: list[str] = []
    for weight, name in zip(weights, names, strict=True):
        if weight == "0":
            continue
        sign, size = ("-", weight[1:]) if weight.startswith("-") else ("+", weight)
        size = f"({size})" if any(mark in size[1:] for mark in "+-") else size
        terms.append(f"{sign} {name if size == '1' else f'{size}*{name}'}")
    text = " ".join(terms) or "0"
    return text.removeprefix("+ ") if text.startswith("+ ") else text.replace("- ", "-", 1)


def listed(names: Iterable[str]) -> str:
    """`x, y and z`"""
    known = list(names)
    return known[0] if len(known) == 1 else f"{', '.join(known[:-1])} and {known[-1]}" if known else "none"


def point(data: c.PointData) -> str:
    """A point of the line: exact, or in an interval."""
    if isinstance(data, c.ExactPoint):
        return code(data.value)
    low, high = Fraction(data.lower), Fraction(data.upper)
    for digits in range(12, 2, -1):
        first, last = rounded(low, ROUND_DOWN, digits), rounded(high, ROUND_DOWN, digits)
        if first == last:
            return f"{first}..."
    return f"the zero in {interval(low, high)}"


def pattern(name: str, cover: c.Cover) -> str:
    """Zeros and signs of a function on an open interval: `f' is negative up to 0, and positive beyond`."""
    words = {1: "positive", -1: "negative", 0: "0"}
    signs = [words[sign] for sign in cover.signs]
    if not cover.zeros:
        return f"{name} is {signs[0]}"
    if isinstance(cover.proof, c.Periodic):
        where = listed([point(zero) for zero in cover.zeros])
        return f"{name} vanishes at {where} and the copies of that at the period {code(cover.proof.period)}, only"
    shown = list(zip(signs, cover.zeros, strict=False))[:_LISTED]
    text = ", ".join(f"{sign} up to {point(zero)}" for sign, zero in shown)
    if len(cover.zeros) > _LISTED:
        return f"{name} is {text}, and so on to its last zero {point(cover.zeros[-1])}; it is {signs[-1]} beyond"
    return f"{name} is {text}, and {signs[-1]} beyond"


_COORDINATES = {"x": "$x$", "exp": "an exponential", "tan": "the tangent of half the angle"}


def covered(proof: c.Proof) -> str:
    """How a cover of an interval is proven, one sentence."""
    match proof:
        case c.Periodic():
            return f"It is enough to look at one period, from {code(proof.start)} on: {_lower(covered(proof.proof))}"
        case c.Sturm():
            return (
                f"The function is rational in {_COORDINATES[proof.coordinate]}: Sturm's theorem counts its zeros, "
                "and no other is left."
            )
        case c.Constant():
            return "A constant keeps its sign."
        case c.Affine():
            return "The function is affine: its sign and its zero are exact."
        case c.Range():
            return "One evaluation on the whole interval in interval arithmetic has this sign."
        case c.Parts():
            return _parts(proof.parts)


def _parts(parts: Sequence[c.Part]) -> str:
    boxes = [part for part in parts if isinstance(part, c.Box)]
    crossings = [part for part in parts if isinstance(part, c.Crossing)]
    exact = [part for part in parts if isinstance(part, c.ExactZero)]
    told: list[str] = []
    if boxes:
        span = f"from {rational(boxes[0].lower)} to {rational(boxes[-1].upper)}"
        told.append(f"{_count(len(boxes), 'interval')} {span} with one sign, by interval arithmetic or a slope")
    if crossings:
        told.append(f"{_count(len(crossings), 'interval')} with one simple zero: opposite signs at the ends, a slope")
    if exact:
        told.append(f"{_count(len(exact), 'exact zero')} with an expansion on each side")
    ends = [_end(part) for part in (parts[0], parts[-1])]
    told.append("the two ends by " + (ends[0] if ends[0] == ends[1] else f"{ends[0]} and {ends[1]}"))
    return f"The interval is cut without gaps: {'; '.join(told)}."


def _end(part: c.Part) -> str:
    match part:
        case c.Tail():
            return f"an expansion of {part.length} terms with a bound for the rest"
        case c.RangeTail():
            return f"one evaluation beyond {rational(part.start)}"
        case c.Ladder():
            return f"the sign of the derivative of order {part.order} beyond {rational(part.start)}"
        case c.EndBox():
            return (
                "a zero at the end itself with a slope" if part.zero else f"one evaluation up to {rational(part.stop)}"
            )
        case _:
            return "its sign"


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def signed(fact: c.Signed) -> str:
    """`exp(x) + 1 > 0 on X: ...`, the function, its sign and how that is proven."""
    if not any(mark.isalpha() for mark in fact.function):
        return f"{code(fact.function)} {'>' if fact.sign > 0 else '<'} 0"
    return f"{code(fact.function)} {'>' if fact.sign > 0 else '<'} 0 on $X$: {proven(fact.proof)}"


def proven(proof: c.SignProof, depth: int = 2) -> str:
    """How a sign on a box is proven, as a clause; what lies deeper is in the certificate."""
    match proof:
        case c.OneRange():
            form = f", in the form {code(proof.form)}," if proof.form not in ("", "expanded") else ""
            return f"one evaluation{form} on the whole box in interval arithmetic"
        case c.Factors():
            names = [
                code(one.function) + (f" to the power {one.power}" if one.power != 1 else "") for one in proof.factors
            ]
            return f"it is a product of {listed(names)}, each of one sign" + _inner(
                [one.proof for one in proof.factors], depth
            )
        case c.Sum():
            names = [code(one.function) for one in proof.parts]
            return f"it is the sum of {listed(names)}, none of which is ever negative" + _inner(
                [one.proof for one in proof.parts], depth
            )
        case c.Renamed():
            names = [f"{code(name)} = {code(part)}" for name, part in zip(proof.names, proof.parts, strict=True)]
            return f"with {listed(names)} it is {code(proof.function)}" + _inner([proof.proof], depth)
        case c.Faces():
            return f"it is affine in {code(proof.variable)}, so that the two ends of that variable decide" + _inner(
                [proof.low, proof.high], depth
            )
        case c.OneVariable():
            return f"it depends on one variable. {covered(proof.cover.proof)}".rstrip(".")
        case c.Fibres():
            samples = ", ".join(map(rational, proof.samples[:_LISTED])) + (
                ", ..." if len(proof.samples) > _LISTED else ""
            )
            return (
                f"the number of its zeros on the lines of constant {code(proof.variable)} can change at the critical "
                f"values only; one line in each gap ({samples}) has none, by Sturm's theorem"
            )
        case c.Squares():
            count = sum(len(one.monomials) for one in proof.squares)
            return (
                "it is a sum of squares, given by"
                f" {_count(len(proof.squares), 'matrix').replace('matrixs', 'matrices')} for {count} monomials, whose"
                " pivots are exact and not negative"
            )
        case c.Halved():
            count = sum(mark in ".:" for mark in proof.tree)
            return (
                f"the box is cut into {_count(count, 'box').replace('boxs', 'boxes')}, and interval arithmetic has"
                " the sign on each"
            )
        case c.Period():
            return (
                f"it has the period {code(proof.period)} in {code(proof.variable)}, and one period is enough"
                + _inner([proof.proof], depth)
            )


def _inner(proofs: Sequence[c.SignProof], depth: int) -> str:
    """The proofs inside, each way once."""
    if depth == 0:
        return ""
    ways = list(dict.fromkeys(proven(one, depth - 1) for one in proofs))
    return f" ({'; '.join(ways)})" if len(ways) <= _LISTED else ""
