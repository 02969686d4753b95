"""Replacing, renaming and removing files goes one way only: the one that has patience with who holds them (FOUTEN W3)."""

import ast

import pytest

HOMES = ("bronsync/held_files.py", "bron_simulator/bestanden.py")  # two, for client and register share no Python
APART = "bronsync_install"  # what installs shares no Python with what it installs: its own way is `place.patiently`
BARE = {"unlink", "rename", "rmdir", "rmtree", "move", "renames", "removedirs"}


def bare(tree):
    """Calls that touch a file behind the back of the shared way. `x.replace(y)` with one value is a Path's; a text's has two."""
    found = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name, owner = node.func.attr, ast.unparse(node.func.value)
        of_path = name == "replace" and len(node.args) == 1 and not node.keywords
        if name in BARE or of_path or (owner == "os" and name in {"replace", "remove"}):
            found.append((node.lineno, f"{owner}.{name}"))
    return found


@pytest.mark.parametrize(
    "code",
    ["os.replace(a, b)", "half.replace(pad)", "pad.unlink()", "os.remove(a)", "shutil.rmtree(a)", "pad.rename(b)"],
)
def test_a_bare_call_is_noticed(code):
    assert bare(ast.parse(code))


def test_a_text_or_a_date_that_is_replaced_is_no_file():
    assert not bare(ast.parse("a.replace('x', 'y'); moment.replace(tzinfo=None); rij.remove(1); replace(a, b)"))


def test_FOUTEN_W3_files_are_replaced_and_removed_in_one_way_only(root):
    wrong = [
        f"{path.relative_to(root)}:{line} {what}"
        for path in sorted((root / "src").rglob("*.py"))
        if not path.as_posix().endswith(HOMES) and APART not in path.parts
        for line, what in bare(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not wrong, "use bronsync.held_files (or bron_simulator.bestanden)"
