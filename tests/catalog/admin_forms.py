"""What a browser would send: the inputs of a rendered admin form, with some of them changed."""

from lxml import html

from tests.system.walker.forms import body_of


def posted(response, **changes) -> dict:
    """The data of the main form of `response`; a name in `changes` may use __ for a dash."""
    [form] = html.fromstring(response.content).xpath("//form[@data-edit-form]")
    data = body_of(form)
    for name, value in changes.items():
        data[name.replace("__", "-")] = value if isinstance(value, list) else [value]
    return data
