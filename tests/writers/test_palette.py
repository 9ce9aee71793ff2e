import pytest

from rhetoric.writers.palette import BLACK, WHITE, contrast, mix, swatch


def test_no_two_of_fifteen_labels_look_alike() -> None:
    looks = [swatch(n) for n in range(15)]
    assert len(set(looks)) == 15
    assert [look.stroke for look in looks[:6]] == ["solid"] * 6


@pytest.mark.parametrize("number", range(30))
def test_a_badge_can_be_read(number: int) -> None:
    look = swatch(number)
    assert contrast(look.ink, look.colour) >= 4.5


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(WHITE, WHITE) == 1
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.01)
    assert contrast(BLACK, "#808080") == contrast("#808080", BLACK)


def test_mixing() -> None:
    assert mix("#ff0000", "#0000ff", 1) == "#ff0000"
    assert mix("#ff0000", "#0000ff", 0) == "#0000ff"
