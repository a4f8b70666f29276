"""The demo agency: its stories (`stories/*.toml`), its pictures (`drawing`), and how they get into an empty database (`loading`)."""
