"""What the site adds to the Wagtail admin."""
