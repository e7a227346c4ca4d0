"""Which neural ODE architectures can be a given map exactly, with which smoothness, and by which theorem.

The names below load their modules when they are first used.
"""

from typing import TYPE_CHECKING

from embedcheck._version import __version__

if TYPE_CHECKING:
    from embedcheck.analysis.cycle_points import PeriodicPoints, periodic_points
    from embedcheck.analysis.fixed_points import FixedPoints, critical_points, fixed_points
    from embedcheck.catalog import CATALOG, catalog_map
    from embedcheck.cells import Cell, Status
    from embedcheck.certificate import Certificate
    from embedcheck.decide import check
    from embedcheck.domains import Domain
    from embedcheck.equations.functions import Abel, Boettcher, Julia, Koenigs, abel, boettcher, julia, koenigs
    from embedcheck.equations.iterates import IterativeRoot, iterate, iterative_root
    from embedcheck.equations.values import Ball
    from embedcheck.errors import (
        BasinError,
        CertificateError,
        ContradictionError,
        DomainError,
        EmbedcheckError,
        InputError,
        PrecisionError,
        SizeLimitError,
        SyntaxInputError,
        UnknownCellError,
        UnknownNameError,
        VerificationError,
    )
    from embedcheck.flows.base import Flow
    from embedcheck.maps import Map
    from embedcheck.networks import Realization, realize
    from embedcheck.profile import Floor, Profile, Verdict
    from embedcheck.theory import THEOREMS, theorem
    from embedcheck.verify import Proven, ProvenCell, verify_certificate

__all__ = [
    "CATALOG",
    "THEOREMS",
    "Abel",
    "Ball",
    "BasinError",
    "Boettcher",
    "Cell",
    "Certificate",
    "CertificateError",
    "ContradictionError",
    "Domain",
    "DomainError",
    "EmbedcheckError",
    "FixedPoints",
    "Floor",
    "Flow",
    "InputError",
    "IterativeRoot",
    "Julia",
    "Koenigs",
    "Map",
    "PeriodicPoints",
    "PrecisionError",
    "Profile",
    "Proven",
    "ProvenCell",
    "Realization",
    "SizeLimitError",
    "Status",
    "SyntaxInputError",
    "UnknownCellError",
    "UnknownNameError",
    "Verdict",
    "VerificationError",
    "__version__",
    "abel",
    "boettcher",
    "catalog_map",
    "check",
    "critical_points",
    "fixed_points",
    "iterate",
    "iterative_root",
    "julia",
    "koenigs",
    "periodic_points",
    "realize",
    "theorem",
    "verify_certificate",
]

_HOMES = {
    "embedcheck.analysis.cycle_points": ("PeriodicPoints", "periodic_points"),
    "embedcheck.analysis.fixed_points": ("FixedPoints", "critical_points", "fixed_points"),
    "embedcheck.catalog": ("CATALOG", "catalog_map"),
    "embedcheck.cells": ("Cell", "Status"),
    "embedcheck.certificate": ("Certificate",),
    "embedcheck.decide": ("check",),
    "embedcheck.equations.functions": (
        "Abel",
        "Boettcher",
        "Julia",
        "Koenigs",
        "abel",
        "boettcher",
        "julia",
        "koenigs",
    ),
    "embedcheck.equations.iterates": ("IterativeRoot", "iterate", "iterative_root"),
    "embedcheck.equations.values": ("Ball",),
    "embedcheck.errors": (
        "BasinError",
        "CertificateError",
        "ContradictionError",
        "DomainError",
        "EmbedcheckError",
        "InputError",
        "PrecisionError",
        "SizeLimitError",
        "SyntaxInputError",
        "UnknownCellError",
        "UnknownNameError",
        "VerificationError",
    ),
    "embedcheck.flows.base": ("Flow",),
    "embedcheck.domains": ("Domain",),
    "embedcheck.maps": ("Map",),
    "embedcheck.profile": ("Floor", "Profile", "Verdict"),
    "embedcheck.networks": ("Realization", "realize"),
    "embedcheck.theory": ("THEOREMS", "theorem"),
    "embedcheck.verify": ("Proven", "ProvenCell", "verify_certificate"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value: object = getattr(importlib.import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
