"""People: who signs in (User) and who signs stories (Author)."""
