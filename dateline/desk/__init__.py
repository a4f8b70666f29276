"""Newsroom: the screens where stories are written, checked and sent out. Wagtail's admin, shaped for a news desk."""
