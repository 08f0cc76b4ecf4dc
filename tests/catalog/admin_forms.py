"""What a browser would send: the inputs of a rendered admin form, with some of them changed."""

from lxml import html


def posted(response, **changes) -> dict:
    """The data of the main form of `response`; a name in `changes` may use __ for a dash."""
    form = html.fromstring(response.content).get_element_by_id("w-editor-form")
    data = {}
    for name, value in form.form_values():
        # A browser takes the line break away with which Django opens a text area.
        data.setdefault(name, []).append(value.removeprefix("\n"))
    for field in form.inputs:
        # lxml leaves out an empty input; a browser sends it.
        if field.tag == "input" and field.name and field.type in ("hidden", "text"):
            data.setdefault(field.name, [""])
    for name, value in changes.items():
        data[name.replace("__", "-")] = value if isinstance(value, list) else [value]
    return data
