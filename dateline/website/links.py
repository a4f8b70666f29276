"""What a page must know of a story that it only links to."""

# A few dozen whole rows would cost more than the page's own text; ask with `.only(*LINK_FIELDS)`.
LINK_FIELDS = ("identity", "language", "state", "slug", "headline", "published_at", "embargoed_until")
