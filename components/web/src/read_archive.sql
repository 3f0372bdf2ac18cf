-- The months of the archive, newest first, with the number of posts in each.
--
-- One row: the months as JSON, or null if there are none.
select json_agg(json_build_object('month', month, 'posts', posts))::text as months
from published_months()
