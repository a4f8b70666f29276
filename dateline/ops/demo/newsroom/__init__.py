"""The demo agency's newsroom: its people, and what they have in hand at the moment of loading (`newsroom.toml`, `work/*.toml`)."""
