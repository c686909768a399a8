"""What the source promises by its shape: short files and functions, one place for transactions, bound values.

The exceptions are written down here with their reasons; one that is no longer needed fails too.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = sorted((ROOT / "csas").rglob("*.py"))
MIGRATIONS = sorted((ROOT / "migrations").glob("*.py"))
MOST_LINES = 300
MOST_IN_A_FUNCTION = 40

LONG_FILES = {
    "csas/domain/permissions.py": "a table, meant to be read as one",
    "csas/domain/refusals.py": "a list, meant to be read as one",
}
# Where a transaction may begin.
BEGINNERS = {
    "csas/store/transaction.py": "acts",
    "csas/store/together.py": "machinery without an event, all or none",
    "csas/store/migrate.py": "the owner's migrations, one transaction for all",
}
# Statements put together from parts that no visitor can choose.
ASSEMBLED = {
    "csas/catalogue.py": "plans our own statements, as they stand in the source",
    "csas/store/migrate.py": "names of extensions, from a constant",
    "csas/store/server.py": "names of roles, from a constant",
    "csas/store/outbox.py": "one of three statements, chosen by our own word",
}
SQL_CALLS = {"fetch", "fetchrow", "fetchval", "execute"}


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parsed(paths: list[Path]) -> Iterator[tuple[str, ast.Module]]:
    for path in paths:
        yield short(path), ast.parse(path.read_text("utf-8"))


def test_no_file_is_longer_than_a_reader_bears() -> None:
    long = {short(path) for path in PACKAGE if len(path.read_text("utf-8").splitlines()) > MOST_LINES}
    assert long == set(LONG_FILES)


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{name}:{node.name}"
        for name, tree in parsed(PACKAGE)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > MOST_IN_A_FUNCTION
    }
    assert not long


def test_every_module_says_what_it_is_for() -> None:
    silent = {name for name, tree in parsed(PACKAGE) if not ast.get_docstring(tree)}
    assert not silent


def test_migrations_stand_on_their_own() -> None:
    for name, tree in parsed(MIGRATIONS):
        assert not [found for found in imports(tree) if found.split(".")[0] == "csas"], name


def test_acts_begin_in_one_place_only() -> None:
    begun = {
        name
        for name, tree in parsed(PACKAGE)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in {"transaction", "atomic"} and in_engine(node.value))
        or (isinstance(node, ast.Name) and node.id in {"PostgresTransaction", "Atomic"})
    }
    assert begun == set(BEGINNERS)


def in_engine(node: ast.expr) -> bool:
    return ast.unparse(node).split(".")[-1] in {"DB", "engine", "connection"}


def test_values_are_bound_and_never_written_into_a_statement() -> None:
    """A statement may be put together from module constants, which are written in capitals, and from nothing else."""
    found = {
        (name, call.lineno)
        for name, tree in parsed(PACKAGE)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and is_statement(call) and not is_constant(call.args[0], constants_in(tree))
    }
    assert {place for place in found if place[0] not in ASSEMBLED} == set()
    assert {name for name, _ in found} == set(ASSEMBLED)


def is_statement(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in SQL_CALLS and bool(call.args)


def constants_in(tree: ast.Module) -> set[str]:
    """Names that the module binds once, to text made of nothing but text and such names."""
    found: set[str] = set()
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(target, ast.Name) and target.id.isupper():
            found.add(target.id)
    return found


def is_constant(node: ast.expr, constants: set[str]) -> bool:  # noqa: C901, PLR0911 - one line for each kind of node
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Name):
        return node.id in constants or node.id in {"statement", "query"}
    if isinstance(node, ast.Attribute):
        return node.attr.isupper()
    if isinstance(node, ast.JoinedStr):
        return all(is_constant(part, constants) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return is_constant(node.value, constants)
    if isinstance(node, ast.BinOp):
        return is_constant(node.left, constants) and is_constant(node.right, constants)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "replace":
        return all(is_constant(part, constants) for part in (node.func.value, *node.args))
    if isinstance(node, ast.IfExp):
        return is_constant(node.body, constants) and is_constant(node.orelse, constants)
    return False


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
