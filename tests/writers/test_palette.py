from rhetoric.writers.palette import swatch


def test_no_two_of_fifteen_labels_look_alike() -> None:
    looks = [swatch(n) for n in range(15)]
    assert len(set(looks)) == 15
    assert [look.stroke for look in looks[:6]] == ["solid"] * 6
