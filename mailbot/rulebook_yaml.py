"""One YAML file read with distrust: capped in size, no aliases, no duplicate keys, no number by accident.

Takes a folder and a file name; gives the data, or one Mistake with the line. What YAML 1.2 reads as a number
(8E10) is a number here too, so that an alert code without quotes is noticed by whoever reads it. Never raises
for what the file holds.
"""

import re
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from mailbot.model.errors import Mistake

LARGEST = 1_000_000  # bytes
DEEPEST = 50


class _NoKeyTwice:
    """Refuses keys given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the key {key.value!r} stands twice", problem_mark=key.start_mark
                )
            seen.add(str(key.value))
        made: dict[Any, Any] = super().construct_mapping(node, deep)  # type: ignore[misc]
        return made


class _Loader(_NoKeyTwice, yaml.SafeLoader):
    """SafeLoader that refuses aliases too (they can grow without bound), and says where."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(
                problem="aliases (*name) are not allowed: write it out", problem_mark=mark
            )
        return super().compose_node(parent, index)


class _FastLoader(_NoKeyTwice, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same by libyaml, many times as fast, for a text that `_is_plain`."""


for _each in (_Loader, _FastLoader):
    _each.add_implicit_resolver(
        "tag:yaml.org,2002:float", re.compile(r"^[0-9]+[eE][0-9]+$"), list("0123456789")
    )


def read_yaml(folder: Path | Traversable, file: str) -> tuple[Any, tuple[Mistake, ...]]:
    """The data of one file, and what is wrong with it as YAML (then the data is None)."""
    try:
        raw = folder.joinpath(file).read_bytes()
    except OSError:
        return None, (Mistake(file, "", f"the file is missing or cannot be read in {folder}"),)
    if len(raw) > LARGEST:
        return None, (Mistake(file, "", f"the file is larger than {LARGEST} bytes"),)
    try:
        return _data(raw.decode("utf-8")), ()
    except UnicodeDecodeError:
        return None, (Mistake(file, "", "the file is not UTF-8 text"),)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
        return None, (Mistake(file, line, error.problem or "it is not YAML"),)
    except (yaml.YAMLError, ValueError):
        return None, (Mistake(file, "", "it is not YAML that can be read"),)
    except RecursionError:
        return None, (Mistake(file, "", "it is nested too deeply"),)


def _data(text: str) -> Any:
    """What the text holds. What the fast way does not take, the other one explains."""
    try:
        if _is_plain(text):
            return _FastLoader(text).get_single_data()
    except yaml.YAMLError:
        pass
    return _Loader(text).get_single_data()


def _is_plain(text: str) -> bool:
    """Whether there are no aliases and no nesting that could exhaust the stack of a library."""
    depth = 0
    for event in yaml.parse(text, Loader=_FastLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > DEEPEST:
            return False
    return True
