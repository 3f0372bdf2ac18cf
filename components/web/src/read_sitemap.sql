-- How many addresses the sitemap has of each kind: migrations/0014_pages.sql.
select posts, authors
from sitemap_counts()
