"""A table becomes a figure. No screens, no SQL; one theme for light and dark."""
