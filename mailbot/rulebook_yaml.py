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


class _Loader(yaml.SafeLoader):
    """SafeLoader that refuses aliases (they can grow without bound) and keys given twice."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(
                problem="aliases (*name) are not allowed: write it out", problem_mark=mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the key {key.value!r} stands twice", problem_mark=key.start_mark
                )
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


_Loader.add_implicit_resolver(
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
        return _Loader(raw.decode("utf-8")).get_single_data(), ()
    except UnicodeDecodeError:
        return None, (Mistake(file, "", "the file is not UTF-8 text"),)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
        return None, (Mistake(file, line, error.problem or "it is not YAML"),)
    except (yaml.YAMLError, ValueError):
        return None, (Mistake(file, "", "it is not YAML that can be read"),)
    except RecursionError:
        return None, (Mistake(file, "", "it is nested too deeply"),)
