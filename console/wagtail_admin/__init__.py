"""What every admin room uses in the Wagtail admin."""
