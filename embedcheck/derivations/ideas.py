"""Why each theorem holds, in a few sentences. They explain; the written proofs are in docs/theory.md."""

from __future__ import annotations

IDEAS = {
    "REGULAR": (
        "Solutions depend on their start as smoothly as the field does, and affine maps lose nothing. In `basic` the "
        "flow can also be run backwards, so the inverse of f is as good as f."
    ),
    "1D-MONOTONE": (
        "Two solutions on a line cannot meet, so their order never changes. Conversely, between two fixed points a"
        " continuous increasing f moves all points one way: choose the motion from $x_0$ to $f(x_0)$ freely and carry"
        " it on by f."
    ),
    "1D-C0": (
        r"The time from $x$ to $f(x)$ is always 1: $\int_x^{f(x)} dy/V(y) = 1$. Differentiating this in $x$ gives "
        "$f'(x) = V(f(x))/V(x)$. Conversely that equation carries a field from one stretch $[x_0, f(x_0)]$ to all"
        " others, and next to "
        "a fixed point the products of $f'$ along orbits make it small."
    ),
    "1D-REGULAR": (
        "A locally Lipschitz field makes solutions depend on their start in a Lipschitz way, forwards and backwards:"
        " so $f'$ cannot be 0 or infinite. Off the fixed points, $f'(x) = V(f(x))/V(x)$ is as smooth as V."
    ),
    "1D-LIP": (
        "Between two fixed points choose V on one stretch $[x_0, f(x_0)]$ and carry it on by $V(f(x)) = f'(x) V(x)$."
        " The slopes of V then add up terms $f''/f'$ along orbits, and these sums are bounded, because the stretches"
        " do not overlap."
    ),
    "1D-NOFIX": (
        "Without fixed points every orbit leaves, and the points $x$ and $f(x)$ may be glued: X becomes a circle or"
        " an interval, on which a nowhere vanishing field of the class of $f'$ can be chosen. The equation $V(f(x)) ="
        " f'(x) V(x)$ is what gluing asks for."
    ),
    "1D-ONEFIX": (
        r"At a fixed point with the multiplier $s \ne 1$ there is a coordinate in which f is the multiplication by"
        r" $s$, "
        r"and $s^t$ is its flow; for $s = 1$ there is one in which f is a translation. Orbits carry the field on as"
        r" far as they go, and "
        "no second fixed point contradicts it."
    ),
    "1D-MATCH": (
        "At each end of the component there is only one candidate for a $C^1$ field, and orbits carry it across to"
        " the other end. There the other candidate is waiting: both must be the same function."
    ),
    "1D-CLASS-M": (
        "A $C^1$ field at a hyperbolic fixed point is analytic, so its solutions $F$ extend to complex times,"
        " periodic "
        r"with period $2 \pi i/\log s$. Two fixed points give two periods; then f would be injective on almost all of"
        r" the sphere, and "
        "only Moebius maps are. At a parabolic point an analytic field does the same."
    ),
    "1D-CLOSED": (
        r"If h turns f into a Moebius map (a translation, a multiplication), the flow of that map is known, and $V$"
        r" is its "
        "field seen through h. The two equations say just this, and can be checked as identities."
    ),
    "1D-IDENTITY": "If nothing is to move, let nothing move: $V = 0$.",
    "1D-NONAUTO": (
        "Let each point run along the straight segment from $x$ to $f(x)$. The segments of different points do not"
        " cross, as f is increasing, so the speed at each place and time is well defined; it is as smooth as f."
    ),
    "1D-LAYER": (
        "The read-out $a h + b$ lets us choose a line. The crossings of the graph with that line are the fixed"
        " points of "
        r"$\varphi = (f - b)/a$, the map that the flow has to realise: a line that is met at most once leaves at most"
        r" one of them."
    ),
    "AFFINE-LAYER": "Do not move at all, and let the read-out be the map.",
    "EXTREMUM": (
        "The flow map is injective and continuous between spaces of the same dimension, so it maps open sets to open"
        " sets; a non-constant affine function does so too. An open map has no local extremum."
    ),
    "HULL": (
        "An affine read-out of an m-dimensional space has values in an affine space of dimension at most m. If it"
        " fills it, the read-out is injective, and so is the flow."
    ),
    "ODD-EVEN": (
        "At opposite points of the sphere f is equal, so the difference of the two states lies in the kernel of the"
        " read-out, and it is an odd function on the sphere without a zero. By the theorem of Borsuk and Ulam the"
        " kernel has more dimensions than the sphere."
    ),
    "DIM-BOUND": (
        "The flow map is bi-Lipschitz, so near the point it spreads n directions into m. The read-out must lose all"
        " but r of them and still reach $q'$ dimensions: $m - q'$ lost ones are at least $n - r$."
    ),
    "AUG": (
        "Keep the input still and let the new coordinates grow from 0 with the constant speed $f(x)$: after the time"
        " 1 they are $f(x)$. Nothing can collide, because the inputs stay apart."
    ),
    "FLOOR-1D": (
        "Networks g of the architecture are monotone. Where f falls by $2 d$ between two points, g does not fall: at"
        " one of the two it is off by d."
    ),
    "LIN-LOG": (
        r"If $A = e^L$ with a real L, then $e^{tL}$ is the flow. Conversely the derivative of a flow at its"
        r" equilibrium is such "
        "a family of matrices; and $e^L$ of a real L has the Jordan blocks of negative eigenvalues in pairs, since"
        " they come from "
        "conjugate pairs of L."
    ),
    "LIN-FLOW": (
        "A flow need not be linear: on a contracting part a spiral that turns while it shrinks reaches -1 in two"
        " directions at once, whatever the factors. But it is an isotopy of that part from the identity to f, so the"
        " determinant there is positive."
    ),
    "AFF-FREE": (
        "Without a fixed point f moves along some direction in which it acts as a translation; that advance is a"
        " clock, and f is conjugate to a translation if it keeps the orientation."
    ),
    "ND-ORIENTATION": (
        "The maps $F_t$ are injective and start at the identity. The sign of the determinant cannot change on the way"
        " without passing through maps that are not injective."
    ),
    "ND-INJECTIVE": (
        "Two solutions that meet would be the same backwards in time too, so different starts have different ends."
    ),
    "RANK": (
        "The flow map is bi-Lipschitz between spaces of one dimension, so its derivative, where it exists, is"
        " regular. A read-out of rank $q'$ of it has rank $q'$."
    ),
    "MORSE": (
        "The level set through a non-degenerate critical point is a point or a cone. For a network it is a piece of a"
        " hyperplane, bent continuously, and neither is that."
    ),
    "ND-NONAUTO": (
        r"Look at f through a magnifying glass: $F_s(x) = f(s x)/s$ goes from f to its derivative at the base point"
        r" as s goes "
        "to 0, all the time injective. The derivative has a positive determinant and can be deformed to the identity."
    ),
    "LAYER-DIFFEO": "Let the read-out reflect one coordinate. What is left for the flow has a positive determinant.",
    "CLOCK": (
        "Cut the space by the levels $l = 0, c, 2 c, ...$. Choose a motion between the first two that ends in f; f"
        " itself carries it to all other slices. So all points move as under a translation."
    ),
    "DRIFT-2D": (
        "As every orbit runs off, x and $f(x)$ may be glued, and the quotient is a surface with the plane above it:"
        " an annulus. On the annulus the translation once around is known, and the classification of surfaces says"
        " that there is no other."
    ),
    "POLY-UNIPOTENT": (
        "Replacing x by $f(x)$ in functions is a linear operator $f^*$. If $f^* - 1$ is nilpotent on the coordinates,"
        " its logarithm is a finite sum; it is a derivation, which is a field, and its exponential is $f^*$."
    ),
    "SHEAR": (
        "On each fibre the map is affine, and $a x + b$ with $a > 0$ has a flow that depends on a and b as smoothly"
        " as they vary. For polynomials, the linear operator $f^*$ on polynomials of bounded degree is triangular and"
        " has a logarithm."
    ),
    "ND-CLOSED": "The solutions are known as formulas: they start at x and arrive at $f(x)$.",
    "PRODUCT": "Coordinates that do not influence each other can run side by side.",
    "ND-CONJ": (
        "In other coordinates a flow is still a flow. If $g = h f h^{-1}$, the field of g seen through h is a field"
        " of f."
    ),
    "ND-SINK": (
        "Near the fixed point f is its derivative in suitable coordinates, which has a logarithm. Every orbit arrives"
        " there, so the field is carried back along the orbits to all other points."
    ),
    "DISJOINT": (
        "X and $f(X)$ lie in two balls that do not touch. Carry the first ball along a tube to the second and let it"
        " deform to the image on the way; no point has to be at two places at once."
    ),
    "INC-LAYER": "The read-out of a read-out is a read-out.",
    "LAYER-COMPLETE": (
        "With more linear functions as coordinates, f becomes a map of the space onto itself that can be undone, and"
        " a read-out forgets the added ones. That map can be chosen to advance a clock, so that it is conjugate to a"
        " translation."
    ),
    "LAYER-DIRECTION": (
        "Along each line of the direction f is monotone: move the points on their own line until their coordinate is "
        "the value $f(x)$. Read off that coordinate."
    ),
    "COMPACT-LIFT": (
        "An embedded box can be carried to any other place by a motion of the whole space, if it is moved away first."
        " So all that matters is that f, with some more functions, is an embedding."
    ),
    "RIDGE": (
        "Along independent linear forms the functions $g_i$ do not disturb each other: each is a layer in its own"
        " variable, and A is part of the read-out."
    ),
    "FIBRE": (
        "The flow map carries a level set of f into a level of the read-out, which is an affine space. So a level set"
        " must fit into a space of few dimensions: no branching curve fits into a line."
    ),
    "CYCLIC": (
        r"Follow a point around: the difference of the states at $\sigma(x)$ and $x$ lies in the kernel of the"
        r" read-out, is "
        "never 0, and adds up to 0 over one round. On a line of differences it would keep its sign, so the kernel has"
        " two dimensions."
    ),
    "FLOOR-WELL": (
        "A network g that is closer than $d/2$ would have a lower value inside than on the whole boundary, so a"
        " minimum inside. But networks of this architecture are open maps and have none."
    ),
    "FLOOR-LINK": (
        "A network g that is closer than $d/2$ would lift the edge of the one disc above a level and push the edge of"
        " the other below one. In the phase space these are half-spaces, in which the edges can be filled: then the"
        " two closed surfaces would cross exactly once, which closed surfaces in a space never do."
    ),
    "FLOOR-DEGREE": (
        "The degree counts how often a point is covered, with signs, and it does not change for maps that stay closer"
        " on the boundary than the point is. An injective map that can be deformed to the identity covers a point at"
        " most once."
    ),
    "AUG-GRAPH": (
        "A component that is an affine function of the input is read off the input itself. Only the others need a new"
        " coordinate, which grows from 0 with constant speed."
    ),
    "ND-PERIODIC": (
        r"A flow commutes with f. So $\varphi_t$ carries a point of the cycle to other points of the same period: a"
        r" whole "
        "curve of them, unless the point rests. At rest it would be fixed by f."
    ),
    "ND-FIXLOG": (
        "The flow permutes the fixed points of f; an isolated one must rest under the flow. There the derivatives of"
        " the flow "
        r"form a group $e^{tL}$, and the derivative of f is $e^L$."
    ),
    "ND-FIXORIENT": (
        "The flow keeps the fixed point, and so the sets of points that come to it and that leave it. On each of the"
        " two, f can be deformed to the identity within the flow, so it keeps the orientation."
    ),
    "ND-KINK": (
        r"A solution that crosses the hypersurface makes $\varphi_t(f(x))$ have two different speeds, one for each"
        r" side. So no "
        "solution crosses it: they stay in it, and f maps it to itself."
    ),
    "ND-INVARIANT-LINE": (
        "The part of the field across the segment is multiplied by the derivative along each orbit, which makes it"
        " grow without bound unless it is 0. So the segment has a field of its own, and the map on it, of one"
        " variable, has none."
    ),
}
