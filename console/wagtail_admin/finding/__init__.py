"""The search box of the admin: its page, its place in the menu, and the dialog of Ctrl-K."""
