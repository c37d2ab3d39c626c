"""Part of the window: parts."""
