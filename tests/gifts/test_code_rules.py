"""Reading files of codes."""

import pytest

from gifts import code_rules, errors


def _codes(text: str) -> list[str]:
    return [line.code for line in code_rules.read_lines(text, first_line=1)]


def test_first_column_of_each_line_is_the_code() -> None:
    assert _codes('code\nA-1,x\n"B,2",y\nC-3\ty\r\n\n  D 4  \n') == ["A-1", "B,2", "C-3", "D 4"]


def test_byte_order_mark_is_no_part_of_the_first_code() -> None:
    assert _codes("\ufeffA-1\nB-2") == ["A-1", "B-2"]


@pytest.mark.parametrize(
    ("code", "problem"), [("A" * 121, code_rules.TOO_LONG), ("A\x00B", code_rules.UNPRINTABLE), ("A-1", "")]
)
def test_unusable_codes_have_a_problem(code: str, problem: str) -> None:
    (line,) = code_rules.read_lines(code, first_line=7)

    assert (line.number, line.problem) == (7, problem)


def test_ending_of_a_code_does_not_give_it_away() -> None:
    short, long = code_rules.read_lines("AB12\nABCD-1234-XYZ", first_line=1)

    assert (short.ending, long.ending) == ("…", "…YZ")


def test_pieces_end_at_lines_and_know_their_first_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_rules, "PART_BYTES", 20)
    lines = [f"CODE-{n:04d}" for n in range(50)]
    text = "\n".join(lines).encode()

    pieces = list(code_rules.cut(text[start : start + 7] for start in range(0, len(text), 7)))

    assert "".join(piece for _line, piece in pieces) == text.decode()
    found = [line for first, piece in pieces for line in code_rules.read_lines(piece, first_line=first)]
    assert [(line.number, line.code) for line in found] == list(enumerate(lines, start=1))


def test_file_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_rules, "LARGEST_FILE_BYTES", 10)

    with pytest.raises(errors.FileTooLarge):
        list(code_rules.cut([b"A" * 6, b"B" * 6]))


def test_other_encodings_are_refused_with_the_line() -> None:
    with pytest.raises(errors.NotText) as refusal:
        list(code_rules.cut(["A-1\nB-2\n卡".encode("gbk")]))

    assert refusal.value.data == {"line": 3}
