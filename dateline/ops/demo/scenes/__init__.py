"""What the demo pictures show, grouped by where it stands."""
