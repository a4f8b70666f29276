"""The site: pages, feeds, sitemaps, redirects, tell a friend."""
