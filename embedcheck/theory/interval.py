"""Theorems for maps of one variable. `Fix` is the set of fixed points in X; components are those of X minus Fix."""

from __future__ import annotations

from embedcheck.theory.model import Standing, Theorem, hypotheses, written

INTERVAL = (
    Theorem(
        id="1D-MONOTONE",
        section=2,
        standing=Standing.CLASSICAL,
        statement=(
            r"A map of an interval $X$ to $\mathbb{R}$ is the time-one map of a continuous local flow if and only if it"
            " is continuous and strictly increasing. It need not be onto, and $f(X)$ need not lie in $X$."
        ),
        hypotheses=hypotheses(
            {
                "interval": r"$X \subset \mathbb{R}$ is an interval, open, half-open or closed",
                "positive": "positive verdict: $f$ is continuous and strictly increasing on $X$",
                "negative": "negative verdict: $p < q$ in $X$ with $f(p) \\ge f(q)$, or $f$ is not continuous",
            }
        ),
        conclusion=(
            "`basic` autonomous flow is embeddable; or every `basic` cell is refuted, non-autonomous ones included."
        ),
        source="Fort 1955 for homeomorphisms; a fundamental domain for maps that are not onto",
        proof=written("line", "1D-MONOTONE"),
    ),
    Theorem(
        id="1D-C0",
        section=2,
        standing=Standing.PROOF,
        statement=(
            "A continuous field with unique solutions makes $f$ continuously differentiable with $f'(x) = V(f(x))/V(x)"
            " > 0$ at every point that is not fixed, one-sided at an end of $X$. Conversely such a continuous $f$ has"
            " such a field if, on each side of each fixed point $p$ on which $X$ has points, either $p$ is isolated in"
            r" Fix from that side and $\lim f'$ exists there in $[0,\infty]$ and is not $1$, or $\log f'$ has bounded"
            " variation off Fix near $p$ on that side."
        ),
        hypotheses=hypotheses(
            {
                "continuous": "$f$ is continuous and strictly increasing on $X$, at fixed points too",
                ("differentiable"): (
                    "$f$ is $C^1$ with $f' > 0$ on $X$ minus Fix, one-sided at an end that belongs to $X$"
                ),
                "fixed-points": (
                    r"positive verdict: each side of each fixed point is isolated with $\lim f' \in [0,\infty]$, $\ne"
                    r" 1$, or has $\log f'$ of bounded variation on a one-sided neighbourhood minus Fix"
                ),
            }
        ),
        conclusion=(
            "With all three, `basic` autonomous C0 is embeddable; if `differentiable` fails at one non-fixed point of"
            " $X$, `basic` autonomous C0 and every stronger class is refuted."
        ),
        source="Proven in the documentation; the fundamental-domain construction is classical (Kuczma)",
        proof=written("line", "1D-C0"),
    ),
    Theorem(
        id="1D-REGULAR",
        section=2,
        standing=Standing.PROOF,
        statement=(
            "A locally Lipschitz autonomous field makes $f$ locally bi-Lipschitz on $X$ and $C^{1,1}$ near every"
            r" non-fixed point; a $C^r$ field, $1 \le r \le \infty$, makes $f$ of class $C^r$ on $X$ with $f' > 0$ and"
            " of class $C^{r+1}$ off Fix; an analytic field makes $f$ analytic on $X$."
        ),
        hypotheses=hypotheses(
            {
                "obstruction": (
                    r"Lip: a point of $X$ with a (one-sided) derivative $0$ or $\infty$, or a non-fixed point near"
                    " which $f'$ is not Lipschitz; C1: a point of $X$ where $f$ is not $C^1$, or a non-fixed point"
                    r" where $f$ is not $C^2$; Cinf, Comega: a point of $X$ where $f$ is not $C^\infty$, not analytic"
                )
            }
        ),
        conclusion="`basic` autonomous is refuted in the named class and in every stronger one, not in weaker ones.",
        source="Proven in the documentation",
        proof=written("line", "1D-REGULAR"),
    ),
    Theorem(
        id="1D-LIP",
        section=2,
        standing=Standing.PROOF,
        statement=(
            "An increasing map that is piecewise $C^2$, with pieces closed in $X$ and locally finite in $X$, with"
            " positive one-sided derivatives at every point of $X$ and of class $C^1$ off Fix, has a locally Lipschitz"
            " field, whatever its fixed points are: infinitely many, accumulating, whole intervals, parabolic, kinks"
            " of $f$."
        ),
        hypotheses=hypotheses(
            {
                "pieces": (
                    "$X$ is a locally finite union of intervals closed in $X$, and on each of them $f$ is $C^2$ up to"
                    " those ends that belong to $X$"
                ),
                "positive": "the one-sided derivatives of $f$ are positive at every point of $X$",
                "no-kink": "$f$ is $C^1$ at every non-fixed point of $X$",
            }
        ),
        conclusion="`basic` autonomous Lip is embeddable.",
        source="Proven in the documentation; the distortion estimate goes back to Denjoy",
        proof=written("line", "1D-LIP"),
    ),
    Theorem(
        id="1D-NOFIX",
        section=2,
        standing=Standing.PROOF,
        statement=(
            "Without fixed points in $X$ and with $f' > 0$ on $X$, the field can be $C^r$ exactly when $f$ is"
            " $C^{r+1}$, locally Lipschitz exactly when $f$ is $C^{1,1}$, and analytic exactly when $f$ is analytic on"
            " $X$. Points that $f$ would fix outside $X$ do not matter."
        ),
        hypotheses=hypotheses(
            {
                "no-fixed-point": r"$f(x) \ne x$ for all $x$ in $X$",
                "derivative": "$f' > 0$ on $X$, one-sided at an end that belongs to $X$",
                ("class"): (
                    r"$f$ is $C^1$ (C0), $C^{1,1}$ (Lip), $C^2$ (C1), $C^\infty$ (Cinf), analytic (Comega) on $X$"
                ),
            }
        ),
        conclusion="`basic` autonomous is embeddable in exactly the classes whose condition holds.",
        source="Proven in the documentation; analytic circles are standard (uniformisation of an annulus)",
        proof=written("line", "1D-NOFIX"),
    ),
    Theorem(
        id="1D-ONEFIX",
        section=2,
        standing=Standing.CLASSICAL,
        statement=(
            "If $f$ is $C^1$ on $X$ with $f' > 0$, $C^2$ off Fix and one-sidedly $C^2$ up to each fixed point, and no"
            r" component of $X$ minus Fix has both its ends in Fix, then $f$ has a $C^1$ field with $V'(p) = \log"
            " f'(p)$ at every fixed point, and it is the only one on components that end in Fix. For smooth $f$ the"
            r" field is smooth if each fixed point is hyperbolic or $f - \mathrm{id}$ is not flat there, and for"
            " analytic $f$ with hyperbolic fixed points it is analytic."
        ),
        hypotheses=hypotheses(
            {
                "derivative": "$f$ is $C^1$ on $X$ and $f' > 0$ on $X$",
                "second-derivative": (
                    "$f$ is $C^2$ off Fix, up to those ends of $X$ that belong to $X$, and one-sidedly $C^2$ up to"
                    " each fixed point"
                ),
                "one-sided": "no component of $X$ minus Fix is bounded by two fixed points in $X$",
                "smooth": (
                    r"Cinf: $f$ is $C^\infty$ on $X$, and at every fixed point $f' \ne 1$ or some Taylor coefficient of"
                    r" $f - \mathrm{id}$ is not $0$"
                ),
                "analytic": r"Comega: $f$ is analytic on $X$ and $f' \ne 1$ at every fixed point",
            }
        ),
        conclusion="`basic` autonomous C1 is embeddable; with `smooth`, Cinf; with `analytic`, Comega.",
        source="Koenigs 1884; Sternberg 1957; Szekeres 1958; Kopell 1970; Takens 1973",
        proof=written("line", "1D-ONEFIX"),
    ),
    Theorem(
        id="1D-MATCH",
        section=2,
        standing=Standing.CLASSICAL,
        statement=(
            "On a component $(p, q)$ of $X$ minus Fix with both ends in Fix, the unique $C^1$ fields $V_p$ and $V_q$"
            " that come from the two ends must coincide; a $C^1$ field exists if and only if they do so on every such"
            " component. Both solve $V(f(x)) = f'(x) V(x)$, so one fundamental domain suffices and one point of"
            " difference refutes."
        ),
        hypotheses=hypotheses(
            {
                "regularity": (
                    "$f$ is $C^1$ on $X$ with $f' > 0$, $C^2$ off Fix and one-sidedly $C^2$ up to each fixed point,"
                    " $f''$ being bounded off Fix near each fixed point"
                ),
                "bounded-component": "negative verdict: $p < q$ consecutive fixed points in $X$",
                ("differ"): (
                    "negative verdict: disjoint certified enclosures of $V_p(x_0)$ and $V_q(x_0)$, $p < x_0 < q$"
                ),
                "match": (
                    "positive verdict: $V_p = V_q$ is proven on every component bounded by fixed points, by a closed"
                    " form that is $C^1$ up to both ends; never by comparing digits"
                ),
                "smooth": r"Cinf: moreover $f$ is $C^\infty$ on $X$ and $f - \mathrm{id}$ is flat at no fixed point",
                "analytic": r"Comega: moreover $f$ is analytic on $X$ and $f' \ne 1$ at every fixed point",
            }
        ),
        conclusion=(
            "With `differ`, `basic` autonomous C1 and every stronger class is refuted; with `match`, C1 is embeddable,"
            " and Cinf or Comega under their further hypothesis."
        ),
        source="Kopell 1970; Mather (the invariant of a diffeomorphism of a closed interval); Lam 1978",
        proof=written("line", "1D-MATCH"),
    ),
    Theorem(
        id="1D-CLASS-M",
        section=2,
        standing=Standing.CLASSICAL,
        statement=(
            "Class M: single-valued holomorphic functions into the sphere, on the sphere minus a closed countable set,"
            " such as rational, entire and meromorphic functions and their sums, products, quotients and compositions."
            r" Let $f$, its inverse or $u \mapsto e^{f(\log u)}$ be of class M and no Moebius map, $f$ analytic on"
            " $X$. Two consecutive fixed points in $X$ exclude a $C^1$ field, and a fixed point in $X$ with $f' = 1$"
            " excludes an analytic one."
        ),
        hypotheses=hypotheses(
            {
                ("class-m"): (
                    r"$f$, analytic on $X$, or its inverse, analytic on $f(X)$, or the map $u \mapsto e^{f(\log u)}$ on"
                    " $e^X$ is the restriction of a map of class M"
                ),
                "not-moebius": "this map is not a Moebius map, in particular not affine",
                "consecutive": "C1: $p < q$ are consecutive fixed points, both in $X$, and $f' > 0$ on $[p, q]$",
                "parabolic": "Comega: $p$ in $X$ with $f(p) = p$ and $f'(p) = 1$",
            }
        ),
        conclusion=(
            "With `consecutive`, `basic` autonomous C1 and every stronger class is refuted; with `parabolic`, `basic`"
            " autonomous Comega is refuted."
        ),
        source="Karlin and McGregor 1968; Baker 1964; Szekeres 1964",
        proof=written("line", "1D-CLASS-M"),
    ),
    Theorem(
        id="1D-CLOSED",
        section=2,
        standing=Standing.PROOF,
        statement=(
            r"A continuous function $V$ on $J = \mathrm{hull}(X \cup f(X))$ with $V(f(x)) = f'(x) V(x)$ on $X$, zero"
            r" exactly on Fix, of the sign of $f - \mathrm{id}$, and with $\int_x^{f(x)} dy/V(y) = 1$ at one point of"
            " each component, has $f$ as its time-one map. The same holds for $V = c/h'$ if $f = h^{-1}(h + c)$ and"
            r" for $V = \log(s)\, h/h'$ if $f = h^{-1}(s h)$, $s > 0$, with $h$ injective, finite and continuous on"
            " $J$. Every Moebius map with $f' > 0$ and without pole in $X$ has an analytic field."
        ),
        hypotheses=hypotheses(
            {
                "julia": "$V(f(x)) = f'(x) V(x)$ for all $x$ in $X$, $f$ being $C^1$ with $f' > 0$ off Fix",
                "zeros": r"$V$ vanishes on Fix and nowhere else on $J$, also outside $X$",
                "sign": "$V$ has the sign of $f(x) - x$ on each component",
                "time": r"$\int_x^{f(x)} dy/V(y) = 1$ at one $x$ of each component",
                "class": "$V$ is of the class on $J$, at its zeros and at the ends that belong to $J$ too",
            }
        ),
        conclusion="`basic` autonomous is embeddable in every class that $V$ has on $J$.",
        source="Julia's functional equation; proven in the documentation",
        proof=written("line", "1D-CLOSED"),
    ),
    Theorem(
        id="1D-CONJ",
        section=2,
        standing=Standing.PROOF,
        statement=(
            r"Let $h$ be an analytic diffeomorphism of $J = \mathrm{hull}(X \cup f(X))$ onto an interval, increasing or"
            " decreasing. Then $f$ on $X$ and $g = h f h^{-1}$ on $h(X)$ have the same `basic` profile."
        ),
        hypotheses=hypotheses(
            {
                "analytic": r"$h$ is analytic on $J$ with $h' \ne 0$, at the ends that belong to $J$ too",
                "conjugate": "$g(h(x)) = h(f(x))$ for all $x$ in $X$",
            }
        ),
        conclusion="Each `basic` cell of $f$ has the verdict of the same cell of $g$.",
        source="Change of variables; proven in the documentation",
        proof=written("line", "1D-CONJ"),
    ),
    Theorem(
        id="1D-IDENTITY",
        section=2,
        standing=Standing.PROOF,
        statement=(
            "An autonomous field of class C0 or stronger vanishes at every fixed point of $f$ in $X$. An analytic $f$"
            " that fixes an interval of positive length is the identity, which is embeddable in every cell by $V = 0$."
        ),
        hypotheses=hypotheses(
            {("identity"): ("$f(x) = x$ for all $x$ in $X$ (enough for analytic $f$: on an interval)")}
        ),
        conclusion="Every cell of every architecture and class is embeddable.",
        source="Proven in the documentation",
        proof=written("line", "1D-IDENTITY"),
    ),
    Theorem(
        id="1D-NONAUTO",
        section=3,
        standing=Standing.PROOF,
        statement=(
            "With a time-dependent field, flow and C0 are embeddable exactly when $f$ is continuous and strictly"
            " increasing, Lip exactly when $f$ is moreover locally bi-Lipschitz, and C1, Cinf, Comega exactly when $f$"
            " is of the class on $X$ with $f' > 0$. The field moves $x$ along the straight line $(1-t)x + t f(x)$."
        ),
        hypotheses=hypotheses(
            {
                "increasing": "$f$ is continuous and strictly increasing on $X$",
                "class": (
                    "Lip: $f$ and its inverse are locally Lipschitz on $X$ and $f(X)$; C1, Cinf, Comega: $f$ is $C^1$,"
                    r" $C^\infty$, analytic on $X$ and $f' > 0$ on $X$, ends included"
                ),
            }
        ),
        conclusion="`basic` non-autonomous is embeddable in exactly the classes whose conditions hold.",
        source="Linear isotopy; proven in the documentation, uniqueness in C0 included",
        proof=written("line", "1D-NONAUTO"),
    ),
    Theorem(
        id="1D-LAYER",
        section=3,
        standing=Standing.PROOF,
        statement=(
            r"Scalar `linear-layer` maps of one variable are $f = a\varphi + b$, $\varphi$ a `basic` map. Constants"
            " always are. A non-constant $f$ must be continuous and strictly monotone, and that is enough in flow;"
            " non-autonomously each class holds when 1D-NONAUTO gives it for $f$ or $-f$. Autonomously one may choose"
            " any line $y = ax + b$ with the direction of $f$: its crossings with the graph become the fixed points of"
            r" $\varphi = (f - b)/a$. A line met at most once gives C1, Cinf or Comega; and every point where $f'$ is"
            " $0$, infinite or jumps must lie on the line."
        ),
        hypotheses=hypotheses(
            {
                "monotone": "$f$ is constant, or continuous and strictly monotone on $X$",
                "line": (
                    r"positive verdict: $a \ne 0$ of the sign of $f'$ and $b$ such that $\varphi = (f-b)/a$ meets the"
                    " hypotheses of 1D-C0, 1D-LIP, 1D-NOFIX, 1D-ONEFIX or 1D-CLOSED; a line met at most once exists if"
                    r" $f' \ne 0$ on $X$ and $|f'|$ is bounded above, or bounded below by a positive number, or $f -"
                    " ax$ is bounded on one side"
                ),
                "bad-points": (
                    "negative verdict: $f$ is not constant and three points of its graph, not on one line, are bad: in"
                    r" C0 points where $f$ is not $C^1$ with $f' \ne 0$, in Lip moreover where $f$ is not $C^{1,1}$, in"
                    " C1 moreover where $f$ is not $C^2$; or, from Lip on, a single point with $f' = 0$ or infinite"
                ),
            }
        ),
        conclusion=(
            r"`linear-layer`: the class that $\varphi$ has is embeddable; bad points refute the class and stronger"
            " ones."
        ),
        source=(
            "Proven in the documentation; linear read-outs of neural ODEs are studied by Kuehn and Kuntz (arXiv"
            " 2308.01213)"
        ),
        proof=written("line", "1D-LAYER"),
    ),
    Theorem(
        id="1D-TWOLAYERS",
        section=3,
        standing=Standing.PROOF,
        statement=(
            r"Every increasing diffeomorphism $f$ of $\mathbb{R}$ onto $\mathbb{R}$ with $f' > 0$ is $f = (f g^{-1})"
            r" \circ g$ with $g = (x + f + \sqrt{(x-f)^2 + 1})/2$, and neither factor has a fixed point."
        ),
        hypotheses=hypotheses(
            {"diffeomorphism": r"$f$ maps $\mathbb{R}$ onto $\mathbb{R}$, is $C^{r+1}$ or analytic, and $f' > 0$"}
        ),
        conclusion=(
            "Two autonomous `basic` blocks with fields in $C^r$ or analytic compose to $f$; no cell is decided."
        ),
        source="Proven in the documentation",
        proof=written("line", "1D-TWOLAYERS"),
        decides=False,
    ),
)
