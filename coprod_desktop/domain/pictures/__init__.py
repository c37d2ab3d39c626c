"""Charts as neutral draw lists, painted alike on screen and on paper."""
