"""Dateline, the publishing system that a news agency runs itself."""

__version__ = "0.1.0"
