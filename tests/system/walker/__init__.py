"""Walks the whole site: a record of every model, every address, and the forms on its pages.

`build_world` makes the records (fixture `world`, one transaction for all tests of a module),
`addresses` fills every address of the resolver in from them, and `forms_of` reads what a browser
would send from a page. What is new on the site is walked without being named, or fails by name.
"""

from .addresses import Address, addresses
from .forms import Form, forms_of
from .world import World, build_world

__all__ = ["Address", "Form", "World", "addresses", "build_world", "forms_of"]
