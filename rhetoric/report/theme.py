"""The colours of the page, light and dark, as CSS custom properties."""

from dataclasses import dataclass

from rhetoric.writers.palette import mix, swatch


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours.

    Attributes
    ----------
    paper, panel : str
        Behind the article; behind notes that lie over it.
    ink, muted : str
        Text and lesser text, both readable on paper and panel.
    rule, focus : str
        Thin lines; the frame of what has the keyboard's focus.
    wash : float
        The share of a label's colour behind a quotation.
    """

    paper: str
    panel: str
    ink: str
    muted: str
    rule: str
    focus: str
    wash: float

    def variables(self, labels: int) -> dict[str, str]:
        """Return the custom properties for a label set of some size: name to value.

        ``--cN`` is the colour of label N, ``--iN`` ink on it, ``--tN`` its tint of the paper,
        ``--t`` the tint of a quotation without a label.
        """
        made = {
            "paper": self.paper,
            "panel": self.panel,
            "ink": self.ink,
            "muted": self.muted,
            "rule": self.rule,
            "focus": self.focus,
            "t": mix(self.muted, self.paper, self.wash * 0.75),
        }
        for n in range(labels):
            look = swatch(n)
            made[f"c{n}"] = look.colour
            made[f"i{n}"] = look.ink
            made[f"t{n}"] = mix(look.colour, self.paper, self.wash)
        return made


LIGHT = Theme("#fffdf9", "#ffffff", "#1f1c18", "#5d574d", "#d8d1c3", "#0b57d0", 0.16)
DARK = Theme("#16181b", "#1f2226", "#ece8e0", "#aca79d", "#3d4147", "#8ab4f8", 0.3)
