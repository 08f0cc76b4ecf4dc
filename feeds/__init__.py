"""What goes out: feeds, their runs and the files that they write."""
