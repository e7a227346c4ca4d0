"""Theorems that hold in every dimension and architecture: regularity of the flow and the inclusions between cells."""

from __future__ import annotations

from embedcheck.theory.model import Standing, Theorem, hypotheses, written

FOUNDATIONS = (
    Theorem(
        id="REGULAR",
        section=1,
        standing=Standing.PROOF,
        statement=(
            r"The map $f = \Lambda\circ\varphi_1\circ\lambda$ of a network inherits the class of its flow: a field that"
            " only generates a flow makes $f$ continuous, a locally Lipschitz one makes $f$ locally Lipschitz, a"
            r" $C^1$, $C^\infty$ or analytic one makes $f$ so on $X$, which at an endpoint of $X$ means that $f$"
            " extends so to a neighbourhood. In the architecture `basic` a locally Lipschitz field makes $f$ locally"
            " bi-Lipschitz."
        ),
        hypotheses=hypotheses(
            {
                "fails": (
                    r"on $X$, $f$ is not continuous (flow), not locally Lipschitz (Lip), not $C^1$ (C1), not $C^\infty$"
                    " (Cinf) or not analytic (Comega); or, in `basic`, not locally bi-Lipschitz (Lip)"
                )
            }
        ),
        conclusion="The named class and every stronger one is refuted, autonomous and non-autonomous alike.",
        source="Smooth, Lipschitz and analytic dependence of solutions on initial values (textbook theory of ODEs)",
        proof=written("foundations", "REGULAR"),
    ),
    Theorem(
        id="INC-CLASS",
        section=1,
        standing=Standing.PROOF,
        statement=(
            r"Analytic fields are $C^\infty$, these are $C^1$, these are locally Lipschitz, these are continuous with"
            " unique solutions, and these generate a continuous flow of injective maps."
        ),
        hypotheses=hypotheses({"stronger": "the cell is embeddable in the stronger class"}),
        conclusion="The cell of the same architecture and autonomy is embeddable in every weaker class.",
        source="Picard-Lindeloef for Lip to C0; continuous dependence under uniqueness (Kamke) for C0 to flow",
        proof=written("foundations", "INC-CLASS"),
    ),
    Theorem(
        id="INC-AUTONOMOUS",
        section=1,
        standing=Standing.PROOF,
        statement=r"An autonomous field $V(h)$ is a time-dependent field $V(t, h)$ that does not use $t$.",
        hypotheses=hypotheses({"autonomous": "the autonomous cell is embeddable"}),
        conclusion="The non-autonomous cell of the same architecture and class is embeddable.",
        source="By definition",
        proof=written("foundations", "INC-AUTONOMOUS"),
    ),
    Theorem(
        id="INC-LAYER",
        section=1,
        standing=Standing.PROOF,
        statement=(
            r"When $n = q$, a `basic` network is a `linear-layer` network with $\Lambda = \mathrm{id}$. More generally"
            " an affine function of a `basic` or `linear-layer` network is a `linear-layer` network, on every smaller"
            " domain too."
        ),
        hypotheses=hypotheses(
            {
                "basic": (
                    r"$f = \Lambda\circ u$ on $X$ with $\Lambda$ affine, and the `basic` or `linear-layer` cell of $u$"
                    " is embeddable on a domain that contains $X$"
                )
            }
        ),
        conclusion="The `linear-layer` cell of the same autonomy and class is embeddable.",
        source="By definition",
        proof=written("foundations", "INC-LAYER"),
    ),
    Theorem(
        id="INC-DIMENSION",
        section=1,
        standing=Standing.PROOF,
        statement=(
            "One more coordinate $z$ with $z' = 0$, which the read-out ignores, turns `linear-layer` into"
            " `augmented-1` and `augmented-k` into `augmented-(k+1)`; the class of the field is kept."
        ),
        hypotheses=hypotheses({"smaller": "the cell with fewer extra dimensions is embeddable"}),
        conclusion="The cell with one more dimension, same autonomy and class, is embeddable.",
        source="By definition",
        proof=written("foundations", "INC-DIMENSION"),
    ),
    Theorem(
        id="INC-TIME",
        section=1,
        standing=Standing.PROOF,
        statement=(
            "A clock coordinate $s' = 1$, $s(0) = 0$, makes a time-dependent field autonomous: $h' = V(s, h)$. The"
            r" field is continued beyond $0 \le s \le 1$, where it was not given, without loss of class."
        ),
        hypotheses=hypotheses(
            {
                "non-autonomous": (
                    "the non-autonomous cell of `linear-layer` or `augmented-k` is embeddable, $V$ in the class"
                    " jointly in time and state"
                )
            }
        ),
        conclusion="The autonomous cell with one more dimension (`augmented-1`, `augmented-(k+1)`) is embeddable.",
        source="Classical device of suspension; the continuation in time is proven in the documentation",
        proof=written("foundations", "INC-TIME"),
    ),
)
