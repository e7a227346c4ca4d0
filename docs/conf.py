"""Sphinx configuration: `sphinx-build -W docs docs/_build/html` with the `docs` extra installed."""

from __future__ import annotations

import pathlib
import sys

import embedcheck

sys.path.insert(0, str(pathlib.Path(__file__).parent / "_ext"))

project = "embedcheck"
author = "The embedcheck developers"
copyright = f"2026, {author}"
version = release = embedcheck.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.mathjax",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_gallery.gen_gallery",
    # Formulas are readable without a network.
    "sphinx-mathjax-offline",
]
exclude_patterns = ["_build", "_ext", "gallery/*.zip"]
nitpicky = True
nitpick_ignore_regex = [("py:.*", r"(?!embedcheck).*")]

html_theme = "furo"
html_title = f"embedcheck {release}"
html_static_path = ["_static"]
html_css_files = ["embedcheck.css"]

myst_enable_extensions = ["amsmath", "deflist", "dollarmath", "fieldlist"]
myst_heading_anchors = 3

# A word between single backticks in a docstring is code.
default_role = "code"
napoleon_custom_sections = ["Guarantee", "Source"]
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_attr_annotations = False
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

sphinx_gallery_conf = {
    "examples_dirs": "../theorems",
    "gallery_dirs": "gallery",
    "filename_pattern": r"thm_",
    "within_subsection_order": "course.InCourseOrder",
    # What a page prints is shown; the value of its last line (often lists of Matplotlib objects) is not.
    "capture_repr": ("_repr_html_",),
    "abort_on_example_error": True,
    "parallel": 2,
    "show_memory": False,
    "show_signature": False,
    "download_all_examples": False,
    "min_reported_time": 1_000_000,
    "write_computation_times": False,
    "doc_module": ("embedcheck",),
    "reference_url": {"embedcheck": None},
}
