"""Search, relevant news: one interface, and the embedded engine."""
