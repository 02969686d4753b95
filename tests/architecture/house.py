"""How the architecture tests read a module."""

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path


def identifiers(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every name that a module itself gives: classes, functions, arguments, assigned names and attributes."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name, node.lineno
            case ast.arg(arg=name):
                yield name, node.lineno
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name, node.lineno
            case ast.alias(asname=str(name)):
                yield name, node.lineno
            case _:
                pass


def import_graph(src: Path) -> dict[str, set[str]]:
    """Of each module below `src` which others of them it imports: inside a function or for its types only counts as well.

    What is named as text (the functions of `gui/venster/menu.py`) does not: that is how the menu stays above what it leads to.
    """
    paths = {path.relative_to(src).with_suffix("").parts: path for path in src.rglob("*.py")}
    modules = {".".join(parts[:-1] if parts[-1] == "__init__" else parts): path for parts, path in paths.items()}
    return {
        module: {
            imported
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            for imported in _imported(node, modules)
        }
        for module, path in modules.items()
    }


def _imported(node: ast.AST, modules: Mapping[str, object]) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names if alias.name in modules)
        case ast.ImportFrom(module=str(package), names=names, level=0):
            for alias in names:
                full = f"{package}.{alias.name}"
                yield from ([full] if full in modules else [package] if package in modules else [])
        case ast.ImportFrom():
            raise AssertionError("a relative import: name the module in full")
        case _:
            pass


def import_ring(src: Path) -> list[str]:
    """One ring of modules that import each other, if there is any; the first is the last."""
    try:
        TopologicalSorter(import_graph(src)).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []
