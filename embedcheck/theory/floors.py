"""Lower bounds for the distance of a map from every network of an architecture."""

from __future__ import annotations

from embedcheck.theory.model import Standing, Theorem, hypotheses, written

_REFUTES = " A positive floor refutes every cell of the architecture, flow included."

FLOORS = (
    Theorem(
        id="FLOOR-1D",
        section=9,
        standing=Standing.PROOF,
        statement=(
            "Every `basic` map of one variable is strictly increasing, so none comes closer to $f$ in the supremum"
            r" norm than $\delta(f) = \max(0, \sup_{p<q} (f(p) - f(q))/2)$, and for continuous $f$ on a compact"
            r" interval this is the exact distance. For a scalar `linear-layer` the smaller of $\delta(f)$ and"
            r" $\delta(-f)$ takes its place."
        ),
        hypotheses=hypotheses(
            {
                "interval": "$n = q = 1$, $X$ an interval",
                ("pairs"): (
                    "a lower bound of $f(p) - f(q)$ for some $p < q$ in $X$ (`linear-layer`: also of $f(q') - f(p')$,"
                    " $p' < q'$)"
                ),
                "exact": "exactness: $f$ is continuous and $X$ is compact",
            }
        ),
        conclusion="The floor is $\\delta(f)$, for `linear-layer` $\\min(\\delta(f), \\delta(-f))$." + _REFUTES,
        source="Best monotone approximation, classical; proven in the documentation",
        proof=written("distance", "FLOOR-1D"),
    ),
    Theorem(
        id="FLOOR-WELL",
        section=9,
        standing=Standing.PROOF,
        statement=(
            "If a scalar $f$ is larger by $d > 0$ on the whole boundary of a compact $B$ in $X$ than at some point of"
            " $B$, then no `linear-layer` map is closer to $f$ than $d/2$; the same for $-f$."
        ),
        hypotheses=hypotheses(
            {
                "scalar": r"$f$ is scalar and continuous; the boundary of $B$ is taken in $\mathbb{R}^n$",
                "well": r"$B \subset X$ compact with interior, $\min_{\partial B} f - \min_B f \ge d > 0$",
            }
        ),
        conclusion="The floor of `linear-layer` is at least $d/2$." + _REFUTES,
        source="Invariance of domain; own proof",
        proof=written("distance", "FLOOR-WELL"),
    ),
    Theorem(
        id="FLOOR-LINK",
        section=9,
        standing=Standing.PROOF,
        statement=(
            "Let two discs $A$, $B$ in $X$ of complementary dimensions meet in one point, transversally. If $f$ is"
            " larger on the boundary sphere of $A$ than anywhere on $B$, and larger on $A$ than on the boundary sphere"
            " of $B$, each time by at least $d > 0$, then no `linear-layer` map is closer to $f$ than $d/2$."
        ),
        hypotheses=hypotheses(
            {
                "scalar": "$f$ is scalar and continuous",
                "discs": (
                    r"$A$, $B$ flat discs in $X$ of dimensions $i$ and $n - i$, $1 \le i \le n-1$, that meet exactly"
                    " once, transversally, in the interior of $X$; or for $n = 2$ polygonal arcs in $X$ that meet only"
                    " there, where edges cross, counted with signs not $0$ times"
                ),
                ("link"): (
                    r"$\min_{\partial A} f - \max_B f \ge d$ and $\min_A f - \max_{\partial B} f \ge d$, $d > 0$"
                ),
            }
        ),
        conclusion="The floor of `linear-layer` is at least $d/2$." + _REFUTES,
        source="Intersection numbers in $\\mathbb{R}^n$; own proof",
        proof=written("distance", "FLOOR-LINK"),
    ),
    Theorem(
        id="FLOOR-DEGREE",
        section=9,
        standing=Standing.PROOF,
        statement=(
            "An injective map that is isotopic to the identity has degree $0$ or $1$ over every point it misses on the"
            " boundary of a compact set. A map with another degree at $y$, or with non-zero degree over two disjoint"
            " sets, stays away from all of them by the distance of $y$ from the image of the boundary."
        ),
        hypotheses=hypotheses(
            {
                ("square"): (
                    "$q = n$, $f$ continuous, $B$ in $X$ compact (or two such sets without common inner points),"
                    r" boundaries taken in $\mathbb{R}^n$"
                ),
                "distance": r"$r = \mathrm{dist}(y, f(\partial B)) > 0$, the smaller one for two sets",
                "degree": (
                    r"`basic`: $\deg(f, B, y)$ is not $0$ or $1$; `linear-layer`: not $-1$, $0$ or $1$; either:"
                    " non-zero degree at $y$ over two disjoint sets"
                ),
            }
        ),
        conclusion="The floor of the architecture is at least $r$." + _REFUTES,
        source="Homotopy invariance of the Brouwer degree; own proof",
        proof=written("distance", "FLOOR-DEGREE"),
    ),
)
