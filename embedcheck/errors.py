"""The exceptions a user can meet. Each also subclasses the built-in one that fits."""

from __future__ import annotations


class EmbedcheckError(Exception):
    """Base of every exception that embedcheck raises on purpose.

    Examples:
        >>> from embedcheck import EmbedcheckError, Map
        >>> try:
        ...     Map("2*")
        ... except EmbedcheckError as error:
        ...     print(type(error).__name__, "-", error)
        SyntaxInputError - column 3: the text ends too early
    """


class InputError(EmbedcheckError, ValueError):
    """Bad input: one clear line, with the position where there is one; also a ValueError.

    Examples:
        >>> from embedcheck import check
        >>> check("exp(x) - 1", timeout=0)
        Traceback (most recent call last):
            ...
        embedcheck.errors.InputError: the timeout must be more than 0 and at most 3600 seconds, not 0
    """


class SyntaxInputError(InputError):
    """The text is not in the grammar; an InputError that names the column.

    Examples:
        >>> from embedcheck import Map
        >>> Map("2 x +")
        Traceback (most recent call last):
            ...
        embedcheck.errors.SyntaxInputError: column 3: unexpected 'x' (write * for a product)
    """


class UnknownNameError(InputError):
    """A name that is neither a variable nor known: a function, a theorem, a map of the catalogue; an InputError.

    Examples:
        >>> from embedcheck import theorem
        >>> theorem("1D-LAYERS")
        Traceback (most recent call last):
            ...
        embedcheck.errors.UnknownNameError: no theorem '1D-LAYERS'; did you mean 1D-LAYER, ...?
    """


class SizeLimitError(InputError):
    """The input is larger than the work that embedcheck accepts; an InputError.

    Examples:
        >>> from embedcheck import Map
        >>> Map("x" * 100000)
        Traceback (most recent call last):
            ...
        embedcheck.errors.SizeLimitError: the text has 100000 characters, more than 10000
    """


class DomainError(InputError):
    """An impossible domain, or a map that is complex or undefined on it; an InputError.

    Examples:
        >>> from embedcheck import check
        >>> check("log(x)", domain="[-1, 1]").verdict("basic", "C1").status
        Traceback (most recent call last):
            ...
        embedcheck.errors.DomainError: log(x) is undefined or complex at x = -1/2: it needs a positive argument; try ...
    """


class ContradictionError(EmbedcheckError, RuntimeError):
    """A cell was proven both ways; also a RuntimeError.

    This is a bug in a rule or in a fact, and never the fault of the input: both derivations are in the message. No
    verdict of
    that map is to be believed.

    Examples:
        >>> from embedcheck import ContradictionError
        >>> issubclass(ContradictionError, RuntimeError)
        True
    """


class UnknownCellError(EmbedcheckError, KeyError):
    """No such cell in the profile; also a KeyError.

    Examples:
        >>> from embedcheck import check
        >>> check("2*x").verdict("basic", "C7")
        Traceback (most recent call last):
            ...
        embedcheck.errors.UnknownCellError: no class 'C7': the classes are flow, C0, Lip, C1, Cinf, Comega
    """

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else "unknown cell"


class CertificateError(InputError):
    """Something that is no readable certificate; an InputError.

    Examples:
        >>> from embedcheck import verify_certificate
        >>> verify_certificate({"schema": 1})
        Traceback (most recent call last):
            ...
        embedcheck.errors.CertificateError: malformed certificate: Object missing required field `map`
    """


class VerificationError(EmbedcheckError, ValueError):
    """A certificate that does not prove what it states, or not what was asked for; also a ValueError.

    Examples:
        >>> from embedcheck import check, verify_certificate
        >>> certificate = check("2*x").verdict("basic", "C1").certificate
        >>> verify_certificate(certificate, map="3*x")
        Traceback (most recent call last):
            ...
        embedcheck.errors.VerificationError: not verified: the certificate is about another map
    """


class PrecisionError(EmbedcheckError, ArithmeticError):
    """The digits asked for could not be proven; also an ArithmeticError. The message says how many could.

    Examples:
        >>> from mpmath import mpf
        >>> from embedcheck import Ball, koenigs
        >>> sigma = koenigs("x/2 + x**2", at=0)
        >>> sigma(Ball(mpf("0.125"), mpf("0.001")))
        Traceback (most recent call last):
            ...
        embedcheck.errors.PrecisionError: Koenigs at [0.1250 +/- 1.01e-3]: only 1 of 15 digits could be proven
        >>> print(sigma.enclose(Ball(mpf("0.125"), mpf("0.001"))))
        [0.218 +/- 3.12e-3]
    """


class BasinError(InputError):
    """A point outside the basin of the fixed point, or a time at which the flow has left the domain; an InputError.

    Examples:
        >>> from embedcheck import iterate
        >>> iterate("x**2", "1/2", 2, at=0)
        Traceback (most recent call last):
            ...
        embedcheck.errors.BasinError: no orbit from 2.00000000000 into 0 was found
    """
