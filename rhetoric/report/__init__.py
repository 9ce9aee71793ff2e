"""Articles with their quotations as HTML that needs nothing else: no network, no script to read it.

Everything that comes from an article is text between tags, escaped; ids, classes and attributes
are numbers and words of this package.
"""

from rhetoric.report.pages import render, render_index, render_results, write_report

__all__ = ["render", "render_index", "render_results", "write_report"]
