"""Iterative functional equations at a fixed point, and iterative roots."""

from __future__ import annotations

from embedcheck.theory.model import Standing, Theorem, hypotheses, written

EQUATIONS = (
    Theorem(
        id="KOENIGS",
        section=7,
        standing=Standing.CLASSICAL,
        statement=(
            r"At a fixed point with multiplier $s$, $|s| \ne 0, 1$, the equation $\sigma(f(x)) = s\,\sigma(x)$ has"
            r" exactly one analytic solution near $p$ with $\sigma(p) = 0$, $\sigma'(p) = 1$. For $s > 0$ it gives the"
            r" flow $f^t = \sigma^{-1}(s^t \sigma(x))$ and the field $V = \log(s)\,\sigma/\sigma'$; for $s < 0$ only"
            " odd roots."
        ),
        hypotheses=hypotheses(
            {
                "analytic": "$f$ is real and analytic at $p$, $f(p) = p$",
                "hyperbolic": r"$s = f'(p)$ is not $0$, $1$ or $-1$; $s > 0$ for the flow and the field",
            }
        ),
        conclusion="The Koenigs function exists and is unique, and extends along the orbits that end at $p$.",
        source="Koenigs 1884",
        proof=written("equations", "KOENIGS"),
    ),
    Theorem(
        id="ABEL",
        section=7,
        standing=Standing.CLASSICAL,
        statement=(
            r"At a parabolic fixed point $f(x) = x + a (x-p)^{k+1} + \dots$, $a \ne 0$, the equation $\alpha(f(x)) ="
            r" \alpha(x) + 1$ has on each side a solution, unique up to a constant once $V = 1/\alpha'$ satisfies $V/(a"
            r" (x-p)^{k+1}) \to 1$. It gives the flow $f^t = \alpha^{-1}(\alpha(x) + t)$ while $\alpha(x) + t$ is in"
            " range."
        ),
        hypotheses=hypotheses(
            {
                "analytic": r"$f$ is real and analytic at $p$, $f(p) = p$, $f'(p) = 1$, $f \ne \mathrm{id}$",
                "side": "one side of $p$ at a time",
            }
        ),
        conclusion="The Abel function of that side exists, unique up to a constant.",
        source="Leau and Fatou; Szekeres 1958",
        proof=written("equations", "ABEL"),
    ),
    Theorem(
        id="BOETTCHER",
        section=7,
        standing=Standing.CLASSICAL,
        statement=(
            r"At a superattracting fixed point $f(x) = p + a (x-p)^d + \dots$, $d \ge 2$, the equation $\beta(f(x)) ="
            r" \beta(x)^d$ has an analytic solution with $\beta \sim c\,(x-p)$, $c^{d-1} = a$. Where $\beta > 0$, and"
            r" for odd $d$ and $a > 0$ on both sides, it gives a flow with the field $V = \log(d)\,\beta \log|\beta| /"
            r" \beta'$, continuous and never locally Lipschitz at $p$. For odd $d$ and $a < 0$, $\beta(f) = -\beta^d$"
            " and there is no flow."
        ),
        hypotheses=hypotheses(
            {
                "analytic": "$f$ is real and analytic at $p$, $f(p) = p$",
                "superattracting": r"the first non-zero derivative of $f$ at $p$ has order $d \ge 2$",
                "side": r"the flow: for even $d$ the side where $\beta > 0$; for odd $d$, $a > 0$ and both sides",
            }
        ),
        conclusion="The Boettcher function exists, and with `side` a flow on one or both sides of $p$.",
        source="Boettcher 1904; Ritt",
        proof=written("equations", "BOETTCHER"),
    ),
    Theorem(
        id="JULIA",
        section=7,
        standing=Standing.CLASSICAL,
        statement=(
            "The equation $V(f(x)) = f'(x) V(x)$ has, at a fixed point with multiplier $s > 0$, exactly one formal"
            r" power series solution that starts with $\log(s)(x-p)$ for $s \ne 1$, or with $a (x-p)^{k+1}$ for $f = x"
            r" + a (x-p)^{k+1} + \dots$: the iterative logarithm. For $s \ne 1$ it converges; at parabolic points it"
            " usually diverges and is an asymptotic series of the field."
        ),
        hypotheses=hypotheses(
            {
                "analytic": "$f$ is real and analytic at $p$, $f(p) = p$",
                "multiplier": r"$s = f'(p) > 0$ and $f \ne \mathrm{id}$",
            }
        ),
        conclusion="The iterative logarithm exists and is unique as a formal series.",
        source="Julia; Baker 1964; Szekeres 1964; Kuczma",
        proof=written("equations", "JULIA"),
    ),
    Theorem(
        id="ROOT-INC",
        section=8,
        standing=Standing.CLASSICAL,
        statement=(
            "A continuous strictly increasing map of an interval $I$ into itself has continuous strictly increasing"
            " iterative roots of every order."
        ),
        hypotheses=hypotheses(
            {"increasing": "$f$ is continuous and strictly increasing on the interval $I$, and $f(I)$ lies in $I$"}
        ),
        conclusion="A continuous $g : I \\to I$ with $g^n = f$ exists for every $n \\ge 2$.",
        source="Boedewadt 1944; Kuczma",
        proof=written("equations", "ROOT-INC"),
    ),
    Theorem(
        id="ROOT-DEC",
        section=8,
        standing=Standing.CLASSICAL,
        statement=(
            "A continuous strictly decreasing map of an interval into itself has no continuous root of even order."
            " Roots of odd order exist: on $[a,b]$ iff ($f(a) = b$ and $f(b) = a$) or ($f(a) < b$ and $f(b) > a$); on"
            " $(a,b)$, ends possibly infinite, iff $f$ is onto, or $f(b-) > a$ and $f(a+) < b$; on $[a,b)$ iff $f(b-)"
            " > a$; on $(a,b]$ iff $f(a+) < b$."
        ),
        hypotheses=hypotheses(
            {
                "decreasing": "$f$ is continuous and strictly decreasing on the interval $I$, and $f(I)$ lies in $I$",
                "ends": "odd order: the condition for the type of $I$ holds (positive) or fails (negative)",
            }
        ),
        conclusion=(
            "Even order: no root. Odd order: a continuous root exists exactly under the condition at the ends."
        ),
        source="Kuczma",
        proof=written("equations", "ROOT-DEC"),
    ),
    Theorem(
        id="ROOT-PM",
        section=8,
        standing=Standing.CLASSICAL,
        statement=(
            r"For a continuous $F$ with $N < \infty$ forts (interior points without strictly monotone neighbourhood)"
            " let $H$ be the least $k$ with $N(F^k) = N(F^{k+1})$. If $H > 1$ no continuous root of order greater than"
            " $N$ exists. If $H = 1$, $F$ is strictly monotone on a maximal lap $K = [a', b']$ that contains $F(I)$,"
            " and the roots of $F$ are governed by those of $F|K$ and by the values of $F$ at those ends of $K$ that"
            " the closure of $F(I)$ reaches."
        ),
        hypotheses=hypotheses(
            {
                "forts": "$F : I \\to I$ is continuous with finitely many forts",
                "high": "negative verdict: $H > 1$ and the order is greater than $N$",
                "increasing": (
                    r"$H = 1$, $F$ increasing on $K$: every order if $a' \in \mathrm{cl}\,F(I)$ implies $F(a') = a'$"
                    r" and $b' \in \mathrm{cl}\,F(I)$ implies $F(b') = b'$, values and closures in $[-\infty, \infty]$;"
                    " otherwise none of order greater than $N + 1$ and none of odd order $N + 1$"
                ),
                "decreasing": (
                    "$H = 1$, $F$ decreasing on $K$: no even order; every odd order if $F(a') = b'$ and $F(b') = a'$,"
                    r" or if $a' < \inf F(I)$ and $\sup F(I) < b'$; otherwise none of order greater than $N + 1$, and"
                    " none at all if $F|K$ fails ROOT-DEC"
                ),
                "lift": (
                    r"positive verdict: a root $f_1$ of $F|K$ of the order $n$ exists and $F(I) \subset f_1^{n-1}(K)$"
                ),
            }
        ),
        conclusion="Roots of the named orders exist or do not; orders that no hypothesis covers stay undecided.",
        source="Zhang and Yang 1983",
        proof=written("equations", "ROOT-PM"),
    ),
    Theorem(
        id="ROOT-CYCLE",
        section=8,
        standing=Standing.PROOF,
        statement=(
            "A root of $F$ permutes the $k$-cycles of $F$ and links them in groups. If $F$ has finitely many"
            " $k$-cycles, their number must be divisible by the product of $p^{v_p(n)}$ over the primes $p$ dividing"
            " $k$, $n$ the order of the root."
        ),
        hypotheses=hypotheses(
            {
                "finite": "$F$ maps a set into itself and has exactly $c$ cycles of length $k$, $c$ finite",
                "criterion": r"$c$ is not divisible by $\prod_{p | k} p^{v_p(n)}$",
            }
        ),
        conclusion="No root of order $n$ exists, continuous or not.",
        source="Lojasiewicz 1951 for permutations; own proof",
        proof=written("equations", "ROOT-CYCLE"),
    ),
    Theorem(
        id="ROOT-LIN",
        section=8,
        standing=Standing.CLASSICAL,
        statement=(
            r"A complex matrix $A$ has a $p$-th root iff for each integer $v \ge 0$ at most one $i \ge 1$ has $p v <"
            r" d_i < p (v+1)$, where $d_i = \dim\ker A^i - \dim\ker A^{i-1}$. A real root for even $p$ also needs, for"
            " every negative eigenvalue, an even number of Jordan blocks of each size. A map can have other than"
            " linear roots."
        ),
        hypotheses=hypotheses(
            {
                "matrix": "$A$ is a square matrix, real for real roots, its Jordan structure known exactly",
                "condition": "the condition holds (positive) or fails (negative)",
            }
        ),
        conclusion=(
            "A matrix root exists or not. The negative verdict is about linear roots, and about roots differentiable"
            r" at $0$ if $\det(A - I) \ne 0$. If $\det A < 0$ and the order is even, $x \mapsto Ax$ has no continuous"
            r" root on $\mathbb{R}^m$."
        ),
        source="Psarrakos 2002",
        proof=written("equations", "ROOT-LIN"),
    ),
    Theorem(
        id="ROOT-SET",
        section=8,
        standing=Standing.CLASSICAL,
        statement=(
            "A permutation has an $n$-th root iff for every $k$ the number of its $k$-cycles is divisible by the"
            " product of $p^{v_p(n)}$ over the primes $p$ dividing $k$. For finite self-maps that are not bijective a"
            " complete search decides."
        ),
        hypotheses=hypotheses(
            {
                "finite": "the set is finite",
                ("decision"): (
                    "a permutation that meets or fails the criterion; or a search that found a root, or ended without"
                    " one"
                ),
            }
        ),
        conclusion="A root of order $n$ exists or not; a search that was cut short decides nothing.",
        source="Lojasiewicz 1951",
        proof=written("equations", "ROOT-SET"),
    ),
)
