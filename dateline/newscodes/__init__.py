"""Subjects, places: controlled vocabularies. IPTC Media Topics with the agency's own Kazakh and Russian names."""
