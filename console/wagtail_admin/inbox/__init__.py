"""The inbox in the admin: its page, its entry in the menu and its panel on the start page."""
