"""How the architecture tests read a module."""

import ast
from collections.abc import Iterator


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
