"""What a user can do: one plain function each, on plans and documents; the window and the terminal call the same."""
