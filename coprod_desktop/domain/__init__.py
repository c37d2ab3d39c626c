"""What the product knows: pure values and decisions, free of screen, file, clock and locale."""
