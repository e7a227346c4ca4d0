"""Theorems for maps of R^n without layer or augmentation, n arbitrary."""

from __future__ import annotations

from embedcheck.theory.model import Standing, Theorem, hypotheses, written

_OWN = "Own proof"

EUCLIDEAN = (
    Theorem(
        id="ND-INJECTIVE",
        section=4,
        standing=Standing.PROOF,
        statement=r"The flow map of a `basic` network is injective, so a map that takes one value twice is none.",
        hypotheses=hypotheses({"collision": r"$x \ne y$ in $X$ with $f(x) = f(y)$"}),
        conclusion="Every `basic` cell is refuted.",
        source="Uniqueness of solutions",
        proof=written("several", "ND-INJECTIVE"),
    ),
    Theorem(
        id="ND-ORIENTATION",
        section=4,
        standing=Standing.PROOF,
        statement=(
            r"The local degree of the maps $F_t$, which start at the identity, stays $1$. So $\det Df(x) < 0$ at an"
            r" interior point excludes every `basic` network, and $\det Df(x) = 0$ excludes locally Lipschitz fields,"
            " whose flow maps are locally bi-Lipschitz."
        ),
        hypotheses=hypotheses(
            {
                "point": r"$x$ in the interior of $X$, $f$ differentiable at $x$",
                "sign": r"$\det Df(x) < 0$ (every class), or $\det Df(x) = 0$ (Lip)",
            }
        ),
        conclusion="Every `basic` cell is refuted, or every `basic` cell from Lip on, non-autonomous ones included.",
        source="Homotopy invariance of the local degree",
        proof=written("several", "ND-ORIENTATION"),
    ),
    Theorem(
        id="ND-PERIODIC",
        section=4,
        standing=Standing.PROOF,
        statement=(
            r"A point of least period $k \ge 2$ that is isolated among the fixed points of $f^k$ cannot occur in an"
            " autonomous flow, which would carry it along a whole curve of such points. Families of periodic points"
            " that are not isolated do not obstruct."
        ),
        hypotheses=hypotheses(
            {
                "cycle": "$x$ has least period $k \\ge 2$ under $f$ and its whole cycle lies in $X$",
                "interior": (
                    "flow: the cycle lies in the interior of $X$ and $x$ is isolated among the fixed points of $f^k$"
                ),
                "boundary": (
                    "C0, if the cycle meets the boundary: $f$ is $C^1$ up to the boundary at the points of the cycle"
                    " and the product of its derivatives along the cycle minus $I$ is nonsingular"
                ),
            }
        ),
        conclusion="`basic` autonomous is refuted in every class (`interior`), or from C0 on (`boundary`).",
        source="Kuehn and Kuntz, arXiv 2308.01213 (periodic points of neural ODEs); own proof at the boundary",
        proof=written("several", "ND-PERIODIC"),
    ),
    Theorem(
        id="ND-FIXLOG",
        section=4,
        standing=Standing.PROOF,
        statement=(
            "An isolated fixed point $p$ in the interior is an equilibrium of the field, and the derivative there must"
            " have a real logarithm when the field is locally Lipschitz. At a boundary point the same holds for $C^1$"
            " fields if $1$ is no eigenvalue. Fixed points that are not isolated may lie on closed orbits and prove"
            " nothing."
        ),
        hypotheses=hypotheses(
            {
                "fixed": "$f(p) = p$, $f$ differentiable at $p$ and $Df(p)$ has no real logarithm",
                "isolated": (
                    r"Lip: $p$ lies in the interior of $X$ and is isolated in Fix, for which $\det(Df(p) - I) \ne 0$"
                    " suffices"
                ),
                "boundary": (
                    r"C1: $p$ lies on the boundary of $X$, $f$ is $C^1$ up to the boundary near $p$ and $\det(Df(p) -"
                    r" I) \ne 0$"
                ),
            }
        ),
        conclusion="`basic` autonomous is refuted from Lip on (`isolated`), or from C1 on (`boundary`).",
        source="Culver 1966 for real logarithms; blow-up of a Lipschitz field at an equilibrium, own proof",
        proof=written("several", "ND-FIXLOG"),
    ),
    Theorem(
        id="ND-FIXORIENT",
        section=4,
        standing=Standing.PROOF,
        statement=(
            "At a hyperbolic fixed point in the interior an autonomous flow preserves the orientation of the stable"
            " and of the unstable manifold, so both restrictions of the derivative need positive determinant."
        ),
        hypotheses=hypotheses(
            {
                "hyperbolic": (
                    "$p$ is a fixed point in the interior of $X$, $f$ is $C^1$ near $p$, and $A = Df(p)$ is"
                    " nonsingular without eigenvalue on the unit circle"
                ),
                "negative": r"$\det(A|E^s) < 0$ or $\det(A|E^u) < 0$",
            }
        ),
        conclusion="Every `basic` autonomous cell is refuted, flow included.",
        source="Stable manifold theorem; " + _OWN.lower(),
        proof=written("several", "ND-FIXORIENT"),
    ),
    Theorem(
        id="LIN-LOG",
        section=4,
        standing=Standing.CLASSICAL,
        statement=(
            r"The affine map $f(x) = p + A(x - p)$ of $\mathbb{R}^n$ has an autonomous field of class Lip, C1, Cinf or"
            " Comega exactly when $A$ is nonsingular and for each negative eigenvalue every Jordan block size occurs"
            r" an even number of times; then $V(x) = \log(A)\,(x - p)$."
        ),
        hypotheses=hypotheses(
            {
                "linear": (
                    r"$f(x) = Ax + b$ has a fixed point $p$ in $\mathbb{R}^n$, the real eigenvalues of $A$ and the"
                    " Jordan blocks of the negative ones are known exactly"
                ),
                "domain": (
                    r"positive verdict: any $X$; negative verdict: $X = \mathbb{R}^n$, or $p$ in the interior of $X$"
                    " and $1$ no eigenvalue of $A$"
                ),
            }
        ),
        conclusion="`basic` autonomous Lip, C1, Cinf and Comega are embeddable together, or refuted together.",
        source="Culver 1966; Smith theory for the eigenvalue $1$ on $\\mathbb{R}^n$",
        proof=written("several", "LIN-LOG"),
    ),
    Theorem(
        id="LIN-FLOW",
        section=4,
        standing=Standing.CLASSICAL,
        statement=(
            r"A map $f(x) = p + A(x - p)$ with nonsingular $A$ is the time-one map of a continuous field with unique"
            " solutions when the stable and the unstable part of $A$ have positive determinant and the part for the"
            " eigenvalues of modulus $1$ has a real logarithm. A negative determinant of the stable or unstable"
            r" part, or an odd dimension of $\ker(A + I)$, excludes a flow; for hyperbolic $A$ this is a complete"
            " answer."
        ),
        hypotheses=hypotheses(
            {
                "linear": (
                    r"$f(x) = Ax + b$ has a fixed point $p$ in $\mathbb{R}^n$, $A$ is nonsingular, its real eigenvalues"
                    " and the Jordan blocks of the negative ones are known exactly"
                ),
                "positive": (
                    r"positive verdict, any $X$: $\det A_s > 0$, $\det A_u > 0$, and the part for eigenvalues of"
                    " modulus $1$, if there are any, has a real logarithm"
                ),
                "negative": (
                    r"negative verdict: $\det A_s < 0$, or $\det A_u < 0$, or $\dim\ker(A + I)$ odd; and $X ="
                    r" \mathbb{R}^n$, or $p$ in the interior of $X$ and $1$ no eigenvalue of $A$"
                ),
            }
        ),
        conclusion="`basic` autonomous flow and C0 are embeddable; or every `basic` autonomous cell is refuted.",
        source="Kuiper and Robbin 1973; own proof for continuous fields",
        proof=written("several", "LIN-FLOW"),
    ),
    Theorem(
        id="AFF-FREE",
        section=4,
        standing=Standing.PROOF,
        statement=(
            r"An affine map of $\mathbb{R}^n$ without fixed point in $\mathbb{R}^n$ has an analytic autonomous field"
            r" exactly when $\det A > 0$; no logarithm of $A$ is needed."
        ),
        hypotheses=hypotheses(
            {
                "affine": r"$f(x) = Ax + b$ and $Ax + b = x$ has no solution in $\mathbb{R}^n$",
                "determinant": r"$\det A > 0$ for a positive verdict; $\det A \le 0$ for a negative one",
                "domain": "both verdicts hold on every $X$",
            }
        ),
        conclusion="`basic` autonomous Comega is embeddable; or every `basic` cell is refuted.",
        source=_OWN,
        proof=written("several", "AFF-FREE"),
    ),
    Theorem(
        id="CLOCK",
        section=4,
        standing=Standing.PROOF,
        statement=(
            r"An orientation preserving diffeomorphism $f$ of $\mathbb{R}^n$ onto itself that advances a linear"
            r" function by a non-zero constant, $\ell(f(x)) = \ell(x) + c$, is conjugate to a translation."
        ),
        hypotheses=hypotheses(
            {
                "domain": r"$X = \mathbb{R}^n$",
                "diffeomorphism": (
                    r"$f$ is a $C^\infty$ (Comega: analytic) diffeomorphism of $\mathbb{R}^n$ onto $\mathbb{R}^n$,"
                    r" $\det Df > 0$"
                ),
                "clock": r"$\ell$ linear, $\ell \ne 0$, $\ell\circ f = \ell + c$ with $c \ne 0$",
            }
        ),
        conclusion="`basic` autonomous Cinf (Comega) is embeddable.",
        source="Isotopy to the identity along the fibres; Grauert and Morrey for the analytic class",
        proof=written("several", "CLOCK"),
    ),
    Theorem(
        id="DRIFT-2D",
        section=4,
        standing=Standing.PROOF,
        statement=(
            "An orientation preserving diffeomorphism of the plane onto itself along which a continuous function grows"
            " by at least a fixed amount at every step is conjugate to a translation: its quotient is an annulus."
            " Other maps of the plane without fixed points need not be."
        ),
        hypotheses=hypotheses(
            {
                "domain": r"$X = \mathbb{R}^2$",
                "diffeomorphism": (
                    r"$f$ is a $C^\infty$ (Comega: analytic) orientation preserving diffeomorphism of $\mathbb{R}^2$"
                    r" onto $\mathbb{R}^2$"
                ),
                "drift": r"$\ell$ continuous with $\ell(f(x)) \ge \ell(x) + d$ for all $x$, $d > 0$",
            }
        ),
        conclusion="`basic` autonomous Cinf (Comega) is embeddable.",
        source="Classification of surfaces; Grauert and Morrey for the analytic class",
        proof=written("several", "DRIFT-2D"),
    ),
    Theorem(
        id="POLY-UNIPOTENT",
        section=4,
        standing=Standing.PROOF,
        statement=(
            r"If some power of $f^* - 1$, $f^*$ the pull-back $g \mapsto g\circ f$, annihilates every coordinate"
            r" function of a polynomial map $f$, then $V = \sum_{k \ge 1} (-1)^{k+1} (f^* - 1)^k / k$ ends on the"
            " coordinates, is a polynomial field, and has $f$ as its time-one map."
        ),
        hypotheses=hypotheses(
            {
                "polynomial": "every component of $f$ is a polynomial",
                "unipotent": "$(f^* - 1)^k x_i = 0$ for every coordinate $x_i$ and some $k$",
            }
        ),
        conclusion="`basic` autonomous Comega is embeddable, on every $X$.",
        source=_OWN,
        proof=written("several", "POLY-UNIPOTENT"),
    ),
    Theorem(
        id="PRODUCT",
        section=4,
        standing=Standing.PROOF,
        statement=(
            "If $f(x, y) = (g(x), h(y))$ on a product and $g$ and $h$ are `basic` maps of one class, then so is $f$,"
            " by the product of the fields. The converse is false: $(-x, -y)$ is a rotation."
        ),
        hypotheses=hypotheses({"factors": "the factors are embeddable in the same `basic` cell on their domains"}),
        conclusion="The same `basic` cell of $f$ is embeddable.",
        source="By definition",
        proof=written("several", "PRODUCT"),
    ),
    Theorem(
        id="SHEAR",
        section=4,
        standing=Standing.PROOF,
        statement=(
            "The shear $(x + g(y), y)$ is the time-one map of $(g(y), 0)$, and $(a(y) x + b(y), y)$ with $a > 0$ that"
            " of a field affine in $x$. A polynomial map that is triangular with positive diagonal, such as $(s x, r y"
            r" + c x^d)$ with $s, r > 0$, has a polynomial field: where $r \ne s^d$ it is linearised by $y + c x^d/(r -"
            r" s^d)$, where $r = s^d$ the field is $(\log(s)\, x,\; \log(r)\, y + (c/r) x^d)$. Over variables that are"
            " all scaled down, or all up, $r y + g(x)$ is reduced to that. Other triangular maps need a theorem of"
            " their own."
        ),
        hypotheses=hypotheses(
            {
                "form": (
                    "some variables $y$ stay and each other component is $a(y) x + b(y)$ in its own variable, $a > 0$,"
                    " of the class on $X$ (flow and C0: continuous); or in some order each component is a positive"
                    r" multiple of its variable plus a polynomial in the earlier ones; or $X = \mathbb{R}^n$, some"
                    r" components are $s_i x_i$ with all $s_i$ in $(0, 1)$ or all in $(1, \infty)$, and the others are"
                    r" $r_j y_j + g_j(x)$, $r_j > 0$, $g_j$ analytic"
                )
            }
        ),
        conclusion="`basic` autonomous is embeddable in the class of $a$ and $b$; Comega for the other forms.",
        source=_OWN,
        proof=written("several", "SHEAR"),
    ),
    Theorem(
        id="ND-CONJ",
        section=4,
        standing=Standing.PROOF,
        statement=(
            "A positive verdict is carried by an analytic diffeomorphism $h$ from an open set that contains all curves"
            r" of the known flow. A negative verdict is carried only by a diffeomorphism of $\mathbb{R}^n$ onto"
            r" $\mathbb{R}^n$, such as a linear change of basis."
        ),
        hypotheses=hypotheses(
            {
                "conjugate": "$g \\circ h = h \\circ f$ on $X$",
                "positive": (
                    "positive verdict: $h^{-1}$ is an analytic diffeomorphism of an open set that contains all"
                    " solution curves of the known field for $g$, injective there"
                ),
                "negative": (
                    r"negative verdict: $h$ is an analytic diffeomorphism of $\mathbb{R}^n$ onto $\mathbb{R}^n$"
                ),
            }
        ),
        conclusion="The verdict of $g$ on $h(X)$ in a `basic` cell holds for $f$ on $X$.",
        source="Change of variables",
        proof=written("several", "ND-CONJ"),
    ),
    Theorem(
        id="ND-SINK",
        section=4,
        standing=Standing.CLASSICAL,
        statement=(
            r"Let a diffeomorphism of $\mathbb{R}^n$ onto itself attract every point to a fixed point $p$ where the"
            r" spectral radius of $Df(p)$ is less than $1$. A field near $p$ extends to $\mathbb{R}^n$ by $V(x) ="
            " Df^n(x)^{-1} V(f^n(x))$, and near $p$ normal forms provide it."
        ),
        hypotheses=hypotheses(
            {
                ("domain"): (
                    r"$X = \mathbb{R}^n$ and $f$, or its inverse, is a diffeomorphism of $\mathbb{R}^n$ onto"
                    r" $\mathbb{R}^n$"
                ),
                "attracting": (
                    "for $f$ (or for its inverse throughout): $f(p) = p$, $Df(p)$ has spectral radius $< 1$, and"
                    r" $f^n(x) \to p$ for every $x$"
                ),
                "smooth": (
                    r"Cinf: $f$ is $C^\infty$, $Df(p)$ has a real logarithm, and the eigenvalues are non-resonant, or"
                    " all positive, or $n = 2$"
                ),
                "analytic": (
                    "Comega: $f$ is analytic, $Df(p)$ has a real logarithm, and the eigenvalues are non-resonant, or"
                    " all positive, or $n = 2$"
                ),
                "orientation": r"C0: $\det Df(p) > 0$",
            }
        ),
        conclusion="`basic` autonomous is embeddable in the named class.",
        source="Poincare; Sternberg 1957; Zhang 2011; Poincare-Dulac normal form",
        proof=written("several", "ND-SINK"),
    ),
    Theorem(
        id="ND-NONAUTO",
        section=4,
        standing=Standing.PROOF,
        statement=(
            r"On a star-shaped $X$, open or compact, an injective $f$ with $\det Df > 0$ is the time-one map of a"
            " time-dependent field of its class: contract $f$ to its derivative at the base point and that to the"
            " identity. $f$ need not be onto."
        ),
        hypotheses=hypotheses(
            {
                "domain": (
                    r"$X$ is star-shaped and open or compact; otherwise $f$ is injective with $\det Df > 0$ on an open"
                    " star-shaped set that contains $X$"
                ),
                "injective": "$f$ is proven injective there, which does not follow from the determinant",
                "determinant": r"$\det Df > 0$ everywhere there, at the boundary too",
                "class": r"$f$ is $C^2$ (for C1), $C^\infty$ (Cinf), analytic (Comega)",
            }
        ),
        conclusion="`basic` non-autonomous is embeddable in the named class.",
        source="Contraction to the derivative (Alexander-type isotopy) and polar decomposition, own proof",
        proof=written("several", "ND-NONAUTO"),
    ),
    Theorem(
        id="ND-KINK",
        section=4,
        standing=Standing.PROOF,
        statement=(
            r"Where $Df$ jumps across a smooth closed hypersurface $K$ by $a \otimes \nu$ with $a \ne 0$, a continuous"
            r" autonomous field must be tangent to $K$, so that $f(K) \subset K$. Jumps of $D^2 f$ do the same to $C^1$"
            " fields."
        ),
        hypotheses=hypotheses(
            {
                "kink": (
                    r"$X = \mathbb{R}^n$, $f$ locally Lipschitz, $K$ a smooth closed hypersurface; at a dense set of"
                    r" points of $K$, $f$ is $C^1$ up to $K$ from both sides, with a jump of $Df$ by $a \otimes \nu$,"
                    r" $\nu$ the normal, $a \ne 0$ (C1: $f$ is $C^1$ there, and so for $D^2 f$)"
                ),
                "leaves": "a point $x$ of $K$ with $f(x)$ not in $K$",
            }
        ),
        conclusion="`basic` autonomous is refuted from C0 on (jump of $Df$), from C1 on (jump of $D^2 f$).",
        source=_OWN,
        proof=written("several", "ND-KINK"),
    ),
    Theorem(
        id="ND-HETEROCLINIC",
        section=4,
        standing=Standing.PROOF,
        statement=(
            r"At a transversal homoclinic or heteroclinic point with $\dim W^s + \dim W^u = n$ an autonomous flow is"
            " impossible: a whole arc of the orbit would lie in both manifolds. It needs certified invariant"
            " manifolds."
        ),
        hypotheses=hypotheses(
            {
                "transversal": (
                    "hyperbolic fixed points $p$, $q$ whose $W^u(p)$ and $W^s(q)$ meet transversally at a point other"
                    r" than $p$, $q$, with $\dim W^u(p) + \dim W^s(q) = n$"
                )
            }
        ),
        conclusion=(
            "Explains why `basic` autonomous flow is out of reach; decides nothing until the manifolds are certified."
        ),
        source="Smale; " + _OWN.lower(),
        proof=written("several", "ND-HETEROCLINIC"),
        decides=False,
    ),
    Theorem(
        id="ND-INVARIANT-LINE",
        section=4,
        standing=Standing.PROOF,
        statement=(
            "On a segment that $f$ maps to itself every continuous field of $f$ points along the segment, where the"
            " derivative of $f$ across it is hyperbolic: its part across would grow along the orbits. So the segment"
            " carries a field itself, and the negative entries 1D-MATCH and 1D-CLASS-M apply to the restriction. A"
            " segment inside a one-dimensional stable or unstable manifold is an example."
        ),
        hypotheses=hypotheses(
            {
                "segment": (
                    "a closed segment in $X$ between two neighbouring fixed points of $f$, which $f$ maps to itself,"
                    " increasing and with a positive derivative along it; $f$ is $C^1$ on $X$ next to it"
                ),
                "manifold": (
                    "at one of the two ends the segment is the only stable, or the only unstable, direction: its"
                    " multiplier is less than $1$ and all other eigenvalues have modulus greater than $1$, or the other"
                    " way round; or $f$ maps the lines parallel to the segment to such lines, and the derivative of the"
                    " map of these lines is hyperbolic there"
                ),
                "restriction": "`basic` autonomous C1 is refuted for $f$ restricted to the segment",
            }
        ),
        conclusion="`basic` autonomous C1 and every stronger class is refuted.",
        source=_OWN,
        proof=written("several", "ND-INVARIANT-LINE"),
    ),
    Theorem(
        id="ND-CLOSED",
        section=4,
        standing=Standing.PROOF,
        statement=(
            r"A field whose time-one map is proven to be $f$ on $X$ is a field for $f$. The equation $V \circ f = Df\,"
            " V$ alone proves nothing."
        ),
        hypotheses=hypotheses(
            {
                ("flow"): (
                    r"the flow $\varphi_t$ of $V$ is known, exists on $[0, 1]$ from every point of $X$, and $\varphi_1"
                    " = f$ on $X$"
                ),
                "class": "$V$ is of the class on an open set that contains all these curves",
            }
        ),
        conclusion="`basic` autonomous is embeddable in the class of $V$.",
        source="By definition",
        proof=written("several", "ND-CLOSED"),
    ),
)
