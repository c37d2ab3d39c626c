"""Part of the window: tabs."""
