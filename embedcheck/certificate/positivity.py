"""Evidence for the sign of a function of several variables on the box.

A proof shows that a function is positive on a product of intervals (where only that is asked: never negative). Some
proofs contain proofs for other functions, on other products of intervals; the innermost ones are evaluations.
"""

from __future__ import annotations

from embedcheck.certificate.base import Cover, Data, Tagged


class OneRange(Tagged, frozen=True):
    """One evaluation in extended interval arithmetic: of the function in this form, or expanded."""

    form: str = ""


class SignedFactor(Data, frozen=True):
    """A factor with its power and its sign."""

    function: str
    power: int
    sign: int
    proof: SignProof


class Factors(Tagged, frozen=True):
    """The function is the product of these powers."""

    factors: tuple[SignedFactor, ...]


class Summand(Data, frozen=True):
    """A part of a sum; `strict` tells that more than 'never negative' is proven."""

    function: str
    strict: bool
    proof: SignProof


class Sum(Tagged, frozen=True):
    """The function is the sum of these parts, none of them ever negative."""

    parts: tuple[Summand, ...]


class Renamed(Tagged, frozen=True):
    """New variables for parts of the function; each runs through an interval that contains the values of its part."""

    names: tuple[str, ...]
    parts: tuple[str, ...]
    function: str
    proof: SignProof


class Faces(Tagged, frozen=True):
    """The function is affine in the variable: its values at the ends decide, at an infinite end its slope.

    `strict` tells at which end more than 'never negative' is proven.
    """

    variable: str
    low: SignProof
    high: SignProof
    strict: tuple[bool, bool]


class OneVariable(Tagged, frozen=True):
    """The function depends on one variable: a cover of the interior of its interval without zeros."""

    cover: Cover


class Fibres(Tagged, frozen=True):
    """A polynomial over Q in two variables: one value of `variable` in each gap between the critical values."""

    variable: str
    samples: tuple[str, ...]


class Square(Data, frozen=True):
    """A positive semidefinite form in monomials, times distances from finite ends of the variables.

    `ends` are texts such as `x-` (x minus its lower end) and `x+` (its upper end minus x).
    """

    ends: tuple[str, ...]
    monomials: tuple[tuple[int, ...], ...]
    gram: tuple[tuple[str, ...], ...]


class Squares(Tagged, frozen=True):
    """A polynomial over Q is the sum of these forms."""

    squares: tuple[Square, ...]


class Halved(Tagged, frozen=True):
    """Boxes cut into halves, in the order of a walk through the tree: the number of a variable is a cut, `.` a box with
    the sign by its range, `:` one with the sign by its mean value form."""

    form: str
    tree: str


class Period(Tagged, frozen=True):
    """The function has this period in the variable: one period from `start` on is enough."""

    variable: str
    period: str
    start: str
    proof: SignProof


SignProof = OneRange | Factors | Sum | Renamed | Faces | OneVariable | Fibres | Squares | Halved | Period


class Signed(Tagged, frozen=True):
    """A function of the variables of f is positive (sign 1) or negative (-1) on all of X."""

    function: str
    sign: int
    proof: SignProof


PositivityEvidence = Signed
