"""Run, health, doctor, move-in from old sites, the demo agency: what keeps Dateline running. May import every room."""
