"""What of a text a table has room for."""


def shortened(text: str, most: int) -> str:
    r"""Return a text on one line, cut after so many characters.

    >>> shortened("We  stay\nhere.", 20), shortened("We stay here.", 7)
    ('We stay here.', 'We stay …')
    """
    words = " ".join(text.split())
    return words if len(words) <= most else words[:most].rstrip() + " …"
