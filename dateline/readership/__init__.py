"""Views, most viewed: every view counted once, in a database away from the newsroom's."""
