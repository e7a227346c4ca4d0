"""The order of the theorem gallery, read from the course that its front page tells."""

from __future__ import annotations

import pathlib
import re

COURSE = pathlib.Path(__file__).parents[2] / "theorems" / "README.rst"


class InCourseOrder:
    """A sort key of sphinx-gallery: the place of a page in `theorems/README.rst`."""

    def __init__(self, folder: str) -> None:
        names = re.findall(r":doc:`[\w-]+ <(thm_\w+)>`", COURSE.read_text(encoding="utf-8"))
        self._places = {f"{name}.py": place for place, name in enumerate(names)}

    def __call__(self, filename: str) -> int:
        return self._places[filename]
