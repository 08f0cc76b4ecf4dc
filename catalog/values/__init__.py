"""Attribute values: what may stand in them, and which one holds where several could.

`check_value` is the door for whoever writes a value: form, inline edit, bulk edit, API. It takes
what a person or a program gave and returns what a product stores, or raises ValidationError with
a message that names the attribute and the rule. Imports hold the same rules set-wise (`rules_of`).
`resolve` and `resolved_sql` say which value a language and a channel see (`resolution`).
"""
