"""Reading maps: text by a grammar, Python objects by a whitelist; writing them as canonical text.

Symbols are real. SymPy's automatic simplifications apply (x/x is 1, exp(log(x)) is x); a `Map` refuses those that hide
a point of its domain where the text is undefined. Decimals are exact rationals.
"""

from embedcheck.parsing.foreign import exact, from_python, from_sympy, variable_names
from embedcheck.parsing.functions import cbrt
from embedcheck.parsing.needs import Need
from embedcheck.parsing.reader import Reading, parse_expression, parse_map, parse_number, read_map
from embedcheck.parsing.text import to_text
from embedcheck.parsing.values import substitute

__all__ = [
    "Need",
    "Reading",
    "cbrt",
    "exact",
    "from_python",
    "from_sympy",
    "parse_expression",
    "parse_map",
    "parse_number",
    "read_map",
    "substitute",
    "to_text",
    "variable_names",
]
