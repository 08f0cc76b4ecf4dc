"""Changes of the schema that touch values: planned and counted, applied by a job, undone exactly.

Attributes leave a family, an attribute is deleted or gets another type (or becomes the same or
different by language and channel), an option takes the place of another, a channel
goes. The products are written and recorded by `catalog.bulk.services.changes`, the records of the
model kept in the change; one transaction.
"""
