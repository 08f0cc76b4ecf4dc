"""The forms of a page, as a browser would send them."""

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from lxml import html

Body = dict[str, list[str]]
TOKEN = "csrfmiddlewaretoken"


@dataclass(frozen=True)
class Form:
    """One form that is posted: where to, and what it sends as it stands on the page."""

    address: str
    body: Body


def forms_of(response: HttpResponse, address: str) -> list[Form]:
    """The forms of the page at `address` that are posted, one for each of their buttons.

    Not those without a token, which only scripts read.
    """
    kind = response.headers.get("Content-Type", "")
    if response.status_code != 200 or getattr(response, "streaming", False):
        return []
    if not kind.startswith("text/html") or b"<form" not in response.content:
        return []
    page = html.document_fromstring(response.content)
    return [
        Form(_target(form, button, address), {**body_of(form), **_pressed(button)})
        for form in page.forms
        if TOKEN in form.fields
        for button in _buttons(form)
        if (button.get("formmethod") or form.method).upper() == "POST"
    ]


def body_of(form: html.FormElement) -> Body:
    """What the inputs of `form` send."""
    body: Body = {}
    for name, value in form.form_values():
        # A browser takes the line break away with which Django opens a text area.
        body.setdefault(name, []).append(value.removeprefix("\n"))
    for field in form.inputs:
        # lxml leaves out an empty input; a browser sends it.
        if field.tag == "input" and field.name and field.type in ("hidden", "text"):
            body.setdefault(field.name, [""])
    for block in form.xpath(".//*[@data-block]"):
        # A stream field is built by a script; without it, it is sent as one without blocks.
        body.setdefault(f"{block.get('id')}-count", ["0"])
    return body


def _buttons(form: html.FormElement) -> list[html.HtmlElement]:
    buttons = form.xpath(".//button[not(@type) or @type='submit'] | .//input[@type='submit']")
    return [button for button in buttons if "disabled" not in button.attrib] or [form]


def _pressed(button: html.HtmlElement) -> Body:
    name = button.get("name") if button.tag in ("button", "input") else None
    return {name: [button.get("value", "")]} if name else {}


def _target(form: html.FormElement, button: html.HtmlElement, address: str) -> str:
    target = urlsplit(urljoin(address, button.get("formaction") or form.get("action") or address))
    return target._replace(scheme="", netloc="", fragment="").geturl()
