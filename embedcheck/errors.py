"""The exceptions a user can meet. Each also subclasses the built-in one that fits."""

from __future__ import annotations


class EmbedcheckError(Exception):
    """Base of every exception that embedcheck raises on purpose."""


class InputError(EmbedcheckError, ValueError):
    """Bad input: one clear line, with the position where there is one."""


class SyntaxInputError(InputError):
    """The text is not in the grammar."""


class UnknownNameError(InputError):
    """A name that is neither a variable nor a known function or constant."""


class SizeLimitError(InputError):
    """The input is larger than the work that embedcheck accepts."""


class DomainError(InputError):
    """An impossible domain, or a map that is complex or undefined on it."""


class ContradictionError(EmbedcheckError, RuntimeError):
    """A cell was proven both ways. This is a bug in a rule or in a fact; both derivations are in the message."""


class UnknownCellError(EmbedcheckError, KeyError):
    """No such cell in the profile."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else "unknown cell"


class CertificateError(InputError):
    """Something that is no readable certificate."""


class VerificationError(EmbedcheckError, ValueError):
    """A certificate that does not prove what it states; the message names what is missing."""


class PrecisionError(EmbedcheckError, ArithmeticError):
    """The digits asked for could not be proven; the message says how many could."""


class BasinError(InputError):
    """A point outside the basin of the fixed point, or a time at which the flow has left the domain."""
