"""Bulk edits that wait for approval: sending them, deciding about all or some of their products.

`start_sending` keeps what each product would become; `approve_bundle` lets the job of every bulk
edit apply it, and `send_back_bundle` gives it back to whoever sent it.
"""
