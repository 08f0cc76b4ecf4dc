"""Who knows a record by a code of it: values of products, filters, columns of files.

No foreign key tells of such uses, so whoever changes a code or deletes a record asks here. What
knows codes registers how it is found (`register_code_uses`). The codes of a model follow from its
fields (`code_fields`), so that a new model is asked for like the others.
"""
