"""Outside files to values and back: plan files, budgets. Reading proposes; it never writes a document."""
