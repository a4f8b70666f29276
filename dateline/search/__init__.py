"""Search and relevant news: one interface (`engine`), and the embedded engine (`fts5`).

Owns the search index (a file of its own, `search.sqlite3`, that can be thrown away and made again by `dateline
reindex`) and, in the news database, which stories belong to which (`relevance`). Follows the release log (`following`).
"""
