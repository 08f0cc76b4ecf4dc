"""What feeds and imports share: fields, mapping with its transforms, and readers of files."""
