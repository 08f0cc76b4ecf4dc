"""Writes of the media library: `assets.ensure_asset` and `processing.process_asset`."""
