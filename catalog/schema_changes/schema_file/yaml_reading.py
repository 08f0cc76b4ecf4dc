"""Reads YAML of hostile origin: plain data only, with the line of every value."""

from typing import Any

import yaml
from django.utils.translation import gettext as _

from catalog.schema_changes.schema_file.errors import SchemaFileError

LARGEST = 10 * 1024 * 1024
DEEPEST = 30
# The one in C, where the package has it, is ten times as fast.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PLAIN = {
    "tag:yaml.org,2002:str": str,
    "tag:yaml.org,2002:timestamp": str,
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
}
Lines = dict[str, int]


def read_yaml(content: bytes) -> tuple[Any, Lines]:
    """The data of `content`, and the line of each value by its path ("attributes[3].code").

    Raises SchemaFileError for what is too large or too deep, for anchors, tags, repeated keys and
    whatever else is no plain data.
    """
    if len(content) > LARGEST:
        raise SchemaFileError(
            [
                _(
                    "The file is larger than %(limit)d MB. Export the model to see what such a "
                    "file contains."
                )
                % {"limit": LARGEST // 1024 // 1024}
            ]
        )
    try:
        text = content.decode("utf-8-sig")
        _check_events(text)
        node = yaml.compose(text, Loader=Loader)
    except UnicodeDecodeError as error:
        raise SchemaFileError([_("The file is not text in UTF-8. Save it as UTF-8.")]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        reason = getattr(error, "problem", None) or _("not readable")
        raise _problem(
            line, _("This is not valid YAML: %(reason)s.") % {"reason": reason}
        ) from error
    lines: Lines = {}
    return (_build(node, "", lines) if node else None), lines


def _check_events(text: str) -> None:
    """Before anything is built: no anchors, which can stand for billions of values, no depths."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _problem(line, _("Anchors (& and *) are not allowed. Enter the value itself."))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise _problem(line, _("The file is nested too deeply."))


def _build(node: yaml.Node, path: str, lines: Lines) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines)
    if isinstance(node, yaml.SequenceNode):
        return [
            _build(member, f"{path}[{index}]", lines) for index, member in enumerate(node.value)
        ]
    return _scalar(node)


def _mapping(node: yaml.MappingNode, path: str, lines: Lines) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = key_node.value, key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise _problem(line, _("A key must be text."))
        if key in made:
            raise _problem(line, _("“%(key)s” is listed twice.") % {"key": key})
        made[key] = _build(value_node, f"{path}.{key}" if path else key, lines)
    return made


def _scalar(node: yaml.ScalarNode) -> Any:
    line = node.start_mark.line + 1
    if node.tag == "tag:yaml.org,2002:null":
        return None
    if node.tag == "tag:yaml.org,2002:bool":
        return node.value.lower() in {"yes", "true", "on"}
    kind = PLAIN.get(node.tag)
    if kind is None:
        raise _problem(line, _("“%(tag)s” is not a plain value.") % {"tag": node.tag})
    if "\x00" in node.value:
        raise _problem(line, _("Text cannot contain the NUL character."))
    try:
        return kind(node.value)
    except ValueError:
        return node.value


def _problem(line: int, message: str) -> SchemaFileError:
    return SchemaFileError([_("Line %(line)d: %(message)s") % {"line": line, "message": message}])
