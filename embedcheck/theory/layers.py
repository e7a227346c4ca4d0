"""Theorems for networks with an affine read-out and with extra dimensions, and for suspensions.

q' is the dimension of the affine hull of f(X), r_min the least rank of Df on X, m the dimension of the phase space.
"""

from __future__ import annotations

from embedcheck.theory.model import Standing, Theorem, hypotheses, written

_OWN = "Own proof"

LAYERS = (
    Theorem(
        id="RANK",
        section=5,
        standing=Standing.PROOF,
        statement=(
            "With $m = n$ and a locally Lipschitz field, a non-constant $f$ has rank $q'$ at every point of $X$ where"
            " it is differentiable, boundary points included; a scalar $f$ has no critical point. This is false in C0,"
            " and the absence of critical points never proves an embedding."
        ),
        hypotheses=hypotheses(
            {
                "non-constant": "$f$ is not constant on $X$",
                "deficient": r"a point $x$ of $X$ where $f$ is differentiable with $\mathrm{rank}\, Df(x) < q'$",
            }
        ),
        conclusion="`linear-layer` (and `basic`) is refuted from Lip on, autonomous and non-autonomous.",
        source="Kuehn and Kuntz, arXiv 2308.01213 and 2405.09351 (rank and critical points of neural ODEs)",
        proof=written("layers", "RANK"),
    ),
    Theorem(
        id="MORSE",
        section=5,
        standing=Standing.PROOF,
        statement=(
            "A scalar $f$ with a non-degenerate critical point in the interior of $X$ is in no `linear-layer` cell: at"
            r" a local extremum because $\Lambda\circ\varphi$ is open, at a saddle because its level set is a cone, no"
            " manifold."
        ),
        hypotheses=hypotheses(
            {
                "scalar": "$f$ is scalar and $C^2$ near $x$, a point of the interior of $X$",
                "non-degenerate": r"$\nabla f(x) = 0$ and $\det D^2 f(x) \ne 0$",
            }
        ),
        conclusion="Every `linear-layer` cell is refuted, flow included.",
        source="Morse lemma; Kuehn and Kuntz, arXiv 2405.09351 (neural ODEs via Morse functions)",
        proof=written("layers", "MORSE"),
    ),
    Theorem(
        id="EXTREMUM",
        section=5,
        standing=Standing.PROOF,
        statement=(
            r"For $m = n$ and non-constant scalar $f$ the map $\Lambda\circ\varphi$ is open, so $f$ has no local"
            " extremum, weak ones included, in the interior of $X$. On the boundary extrema do not obstruct."
        ),
        hypotheses=hypotheses(
            {
                "scalar": "$f$ is scalar and not constant on $X$",
                "extremum": "a local extremum of $f$, strict or not, at a point of the interior of $X$",
            }
        ),
        conclusion=(
            "Every `linear-layer` cell is refuted, flow included, and with it every `basic` cell when $n = 1$."
        ),
        source="Invariance of domain",
        proof=written("layers", "EXTREMUM"),
    ),
    Theorem(
        id="FIBRE",
        section=5,
        standing=Standing.PROOF,
        statement=(
            r"Every compact subset of a level set $f^{-1}(y)$ embeds topologically in $\mathbb{R}^{m - q'}$. So a triod"
            " or a circle in a level set of a non-constant scalar $f$ of two variables excludes `linear-layer`."
        ),
        hypotheses=hypotheses(
            {
                "non-constant": "$f$ is not constant on $X$",
                ("fibre"): (
                    r"a compact subset of a level set of $f$ in $X$ that does not embed in $\mathbb{R}^{m - q'}$, such"
                    " as two curves that cross; for `linear-layer` and scalar $f$ also: an interior point $x$ near"
                    " which $f > f(x)$ and $f < f(x)$ are not both connected, because $f - f(x)$ has alternating signs"
                    " along four rays for $n = 2$, or one sign on a hyperplane and the other one on both sides of it"
                ),
            }
        ),
        conclusion="Every cell with phase space of dimension $m$ is refuted, flow included.",
        source=_OWN,
        proof=written("layers", "FIBRE"),
    ),
    Theorem(
        id="DIM-BOUND",
        section=5,
        standing=Standing.PROOF,
        statement=(
            "For a locally Lipschitz field and a map that is differentiable at a point where its rank is $r$, the"
            r" phase space has dimension $m \ge n + q' - r$."
        ),
        hypotheses=hypotheses(
            {"rank": r"a point $x$ of $X$ where $f$ is differentiable with rank $r$, and $m < n + q' - r$"}
        ),
        conclusion="Every cell with phase space of dimension $m$ is refuted from Lip on.",
        source="Kuehn and Kuntz, arXiv 2308.01213 (augmentation and rank); own proof for Lipschitz fields",
        proof=written("layers", "DIM-BOUND"),
    ),
    Theorem(
        id="HULL",
        section=5,
        standing=Standing.PROOF,
        statement=(
            r"The phase space has dimension $m \ge q'$, and $m = q'$ forces $f$ to be injective, because the read-out"
            " is then injective."
        ),
        hypotheses=hypotheses({"dimension": "$m < q'$; or $m = q'$ and $f(x) = f(y)$ for some $x \\ne y$ in $X$"}),
        conclusion="Every cell with phase space of dimension $m$ is refuted, flow included.",
        source="Linear algebra",
        proof=written("layers", "HULL"),
    ),
    Theorem(
        id="ODD-EVEN",
        section=5,
        standing=Standing.PROOF,
        statement=(
            "If $f(c - x) = f(c + x)$ for all $x$ of a sphere $S^r$ about the origin, $c + S^r$ inside $X$, then $m"
            r" \ge q' + r + 1$."
        ),
        hypotheses=hypotheses(
            {
                "even": (
                    r"$c + S^r \subset X$, $S^r$ the unit sphere, times a radius, of an $(r+1)$-dimensional linear"
                    " subspace, and $f(c - x) = f(c + x)$ on it"
                ),
                "dimension": r"$m \le q' + r$",
            }
        ),
        conclusion="Every cell with phase space of dimension $m$ is refuted, flow included.",
        source="Borsuk-Ulam theorem",
        proof=written("layers", "ODD-EVEN"),
    ),
    Theorem(
        id="CYCLIC",
        section=5,
        standing=Standing.PROOF,
        statement=(
            r"If $f\circ\sigma = f$ for a continuous $\sigma$ of finite order without fixed points that maps a"
            r" connected subset of $X$ to itself, then $m \ge q' + 2$."
        ),
        hypotheses=hypotheses(
            {
                "symmetry": (
                    r"$S \subset X$ connected, $\sigma : S \to S$ continuous, $\sigma^k = \mathrm{id}$ for some $k \ge"
                    r" 2$, $\sigma(x) \ne x$ and $f(\sigma(x)) = f(x)$ for all $x$ in $S$"
                ),
                "dimension": r"$m \le q' + 1$",
            }
        ),
        conclusion="Every cell with phase space of dimension $m$ is refuted, flow included.",
        source=_OWN,
        proof=written("layers", "CYCLIC"),
    ),
    Theorem(
        id="AUG",
        section=5,
        standing=Standing.PROOF,
        statement=(
            r"With $m \ge n + q'$ dimensions nothing but the regularity of $f$ itself matters: $x' = 0$, $y' = f(x)$,"
            r" $y(0) = 0$, in coordinates of the affine hull of $f(X)$, arrives at $y = f(x)$, which is read out."
        ),
        hypotheses=hypotheses(
            {
                "dimension": "$m \\ge n + q'$",
                "class": (
                    r"$f$ is continuous (flow, C0), locally Lipschitz (Lip), $C^1$, $C^\infty$, analytic on $X$,"
                    " extending so past ends that belong to $X$"
                ),
            }
        ),
        conclusion="`augmented-k` with $n + k = m$ is embeddable, autonomous and not, in exactly the classes of $f$.",
        source="Kuehn and Kuntz, arXiv 2308.01213 (universal embedding by augmentation)",
        proof=written("layers", "AUG"),
    ),
    Theorem(
        id="AUG-GRAPH",
        section=5,
        standing=Standing.PROOF,
        statement=(
            r"If, after an affine change of $\mathbb{R}^q$, $f = (Bx + c, g(x))$ with $r = \mathrm{rank}\, B$ and $g$"
            r" with values in $\mathbb{R}^{q' - r}$, then $m = n + q' - r$ suffices: $x' = 0$, $y' = g(x)$. More"
            " generally an affine function of $(u, g)$, with $u$ a network with $j$ extra dimensions and $g$ with $k$"
            " components, needs $j + k$ extra dimensions with a time-dependent field and $j + k + 1$ with an"
            " autonomous one."
        ),
        hypotheses=hypotheses(
            {
                "form": (
                    r"$f = (Bx + c, g(x))$ up to an affine change of the output, $m \ge n + q' - r$; or $f = P(u, g)$"
                    r" with $P$ affine, $u$ embeddable in a non-autonomous cell with $j$ extra dimensions, $g : X \to"
                    r" \mathbb{R}^k$; or $X$ is open or compact, and $(A(y) f, y)$ is an embedding of $X$ in"
                    r" $\mathbb{R}^n$ for some variables $y$ and an analytic matrix $A(y)$, $k = q + p - n$ for $p$"
                    r" variables (autonomous: $p \ge 1$ and onto $\mathbb{R}^n$)"
                ),
                "class": "$g$ is of the class on $X$ (flow, C0: continuous)",
            }
        ),
        conclusion="The cells with the named number of extra dimensions are embeddable in the class.",
        source=_OWN,
        proof=written("layers", "AUG-GRAPH"),
    ),
    Theorem(
        id="AFFINE-LAYER",
        section=5,
        standing=Standing.PROOF,
        statement=r"An affine map, constants included, is its own read-out: $\varphi = \mathrm{id}$, $\Lambda = f$.",
        hypotheses=hypotheses({"affine": "$f(x) = Ax + b$ on $X$"}),
        conclusion="Every `linear-layer` and every `augmented-k` cell is embeddable.",
        source="By definition",
        proof=written("layers", "AFFINE-LAYER"),
    ),
    Theorem(
        id="RIDGE",
        section=5,
        standing=Standing.PROOF,
        statement=(
            r"Let $f(x) = A\,(g_1(w_1 x + b_1), \dots, g_k(w_k x + b_k)) + c$ with linearly independent $w_i$. If all"
            " $g_i$ lie in one `linear-layer` cell of one variable on their intervals, $f$ lies in the same cell. For"
            " injective $A$ a non-autonomous embedding of $f$ conversely needs each $g_i$ that is not constant to be"
            " strictly monotone, of the class, and from Lip on locally bi-Lipschitz. Autonomous negatives of one"
            " variable do not carry over."
        ),
        hypotheses=hypotheses(
            {
                "form": "$f$ is of this form and $w_1, \\dots, w_k$ are linearly independent",
                "positive": "positive verdict: all $g_i$ are in the cell on the intervals $w_i X + b_i$",
                "negative": (
                    "negative verdict: $A$ is injective, and some $g_i$ is not constant and not strictly monotone"
                    " (flow), not of the class, or (Lip and stronger) not locally bi-Lipschitz, on $w_i X + b_i$"
                ),
            }
        ),
        conclusion=(
            "The `linear-layer` cell is embeddable; or `linear-layer` is refuted in the class and stronger ones."
        ),
        source=_OWN,
        proof=written("layers", "RIDGE"),
    ),
    Theorem(
        id="LAYER-COMPLETE",
        section=5,
        standing=Standing.PROOF,
        statement=(
            r"If a constant matrix $C$ completes $f$ to a diffeomorphism $(f(x), Cx)$ of $\mathbb{R}^n$ onto"
            r" $\mathbb{R}^n$, then $f$ is an autonomous `linear-layer` map of its class. A scalar $f$ needs one"
            r" direction $d$ with $d\cdot\nabla f \ne 0$ and $f$ onto $\mathbb{R}$ along every line in direction $d$."
        ),
        hypotheses=hypotheses(
            {
                "domain": r"$X = \mathbb{R}^n$, $q < n$",
                "class": r"$f$ is $C^\infty$ (Cinf) or analytic (Comega)",
                "completion": r"$x \mapsto (f(x), Cx)$ is a diffeomorphism of $\mathbb{R}^n$ onto $\mathbb{R}^n$",
            }
        ),
        conclusion="`linear-layer` autonomous Cinf (Comega) is embeddable.",
        source="CLOCK; " + _OWN.lower(),
        proof=written("layers", "LAYER-COMPLETE"),
    ),
    Theorem(
        id="LAYER-DIRECTION",
        section=5,
        standing=Standing.PROOF,
        statement=(
            "Let a scalar $f$ be strictly monotone along every line of a direction $d$, and $e$ linear with $e(d) ="
            r" 1$. Then $F_t = x + t(\pm f - e)d$ gives a non-autonomous `linear-layer` field, continuous with unique"
            r" solutions, and of the class of $f$ if $d\cdot\nabla f \ne 0$. On $\mathbb{R}^n$, $n \ge 2$, with $f$"
            r" onto $\mathbb{R}$ on every such line, a clock makes an autonomous flow of it. For vector $f$ completed"
            " by $Cx$ to an injective map with non-zero determinant the non-autonomous part follows from ND-NONAUTO."
        ),
        hypotheses=hypotheses(
            {
                ("monotone"): (
                    "scalar $f$, continuous on the box $X$, strictly monotone in one sense along all lines of"
                    " direction $d$; C0 and Lip: $X$ is open or closed, or $d$ is the direction of a variable"
                ),
                ("derivative"): (
                    r"Lip and stronger: $f$ is of the class on $X$ and $d\cdot\nabla f$ is continuous and not $0$ on"
                    " $X$"
                ),
                "onto": (
                    r"autonomous flow: $X = \mathbb{R}^n$, $n \ge 2$, and $f$ maps every line of direction $d$ onto"
                    r" $\mathbb{R}$"
                ),
                "vector": (
                    "vector $f$: $X$ star-shaped, open or compact, $(f(x), Cx)$ injective with non-zero determinant,"
                    " $f$ of the class"
                ),
            }
        ),
        conclusion="`linear-layer` non-autonomous C0, or the class of $f$; with `onto` also autonomous flow.",
        source=_OWN,
        proof=written("layers", "LAYER-DIRECTION"),
    ),
    Theorem(
        id="LAYER-DIFFEO",
        section=5,
        standing=Standing.PROOF,
        statement=(
            r"A map as in ND-NONAUTO but with $\det Df < 0$ is a non-autonomous `linear-layer` map: a reflection in"
            r" $\Lambda$ restores the orientation."
        ),
        hypotheses=hypotheses(
            {
                "map": (
                    r"$f : X \to \mathbb{R}^n$ meets the hypotheses of ND-NONAUTO, except that $\det Df$ may be"
                    " negative throughout"
                )
            }
        ),
        conclusion="`linear-layer` non-autonomous is embeddable in the class of ND-NONAUTO.",
        source=_OWN,
        proof=written("layers", "LAYER-DIFFEO"),
    ),
    Theorem(
        id="COMPACT-LIFT",
        section=5,
        standing=Standing.PROOF,
        statement=(
            r"On a compact box, and with $m = n + k \ge 2$, $f$ is an autonomous $C^\infty$ map with $k$ extra"
            r" dimensions if and only if some $g$ makes $(f, g) : X \to \mathbb{R}^m$, in coordinates of the affine"
            r" hull of $f(X)$, a $C^\infty$ injective immersion. In the analytic class this is believed and only"
            " explains."
        ),
        hypotheses=hypotheses(
            {
                "domain": "$X$ is a compact box and $m = n + k \\ge 2$",
                "lift": (
                    r"$g : X \to \mathbb{R}^{m - q'}$ is $C^\infty$ and $(f, g)$, $f$ in hull coordinates, is injective"
                    " with derivative of rank $n$ on $X$"
                ),
            }
        ),
        conclusion=(
            "`linear-layer` ($k = 0$) or `augmented-k` autonomous Cinf is embeddable; without any such $g$, refuted."
        ),
        source="Palais and Cerf (uniqueness of embedded discs); own proof",
        proof=written("layers", "COMPACT-LIFT"),
        explains_only=("Comega",),
    ),
    Theorem(
        id="DISJOINT",
        section=5,
        standing=Standing.PROOF,
        statement=(
            r"In dimension two or more, a $C^\infty$ embedding of a compact box with positive determinant whose image"
            " can be separated from the box by two disjoint closed balls is the time-one map of an autonomous"
            r" $C^\infty$ field."
        ),
        hypotheses=hypotheses(
            {
                "domain": r"$n \ge 2$ and $X$ is a compact box",
                "embedding": r"$f : X \to \mathbb{R}^n$ is $C^\infty$ and injective with $\det Df > 0$ on $X$",
                "balls": "two disjoint closed balls contain $X$ and $f(X)$",
            }
        ),
        conclusion="`basic` autonomous Cinf is embeddable.",
        source="Palais and Cerf; own proof",
        proof=written("layers", "DISJOINT"),
    ),
    Theorem(
        id="SUSP",
        section=6,
        standing=Standing.PROOF,
        statement=(
            r"If $f$ is the time-one map of $V(t, x)$ on $\mathbb{R}^m$, then $s' = 1$, $x' = V(s, x)$ is an autonomous"
            r" field in one more dimension with read-out $x$. Made $1$-periodic in $s$, at best $C^\infty$, it is the"
            r" suspension flow on an open part of $S^1 \times \mathbb{R}^m$, with return map $f$. For orientation"
            r" reversing $f$ take $(f(x), -y)$ or a reflection in $\Lambda$."
        ),
        hypotheses=hypotheses(
            {"non-autonomous": "$f$ is embeddable with a time-dependent field, of the class jointly in $t$ and $x$"}
        ),
        conclusion="The autonomous cell with one more dimension is embeddable in the same class.",
        source="Classical suspension; Kuehn and Kuntz, arXiv 2308.01213 (suspension flows)",
        proof=written("layers", "SUSP"),
    ),
)
