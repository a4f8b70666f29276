"""Views, most viewed: every view counted once, in a database away from the newsroom's.

A page's beacon (`views`) says that a reader (`readers`) reached a story. `counting` decides whether that is a new view and adds it
to the story's total, to the sum of its hour and to the windows (`sums`) in one transaction. `most_viewed` reads the windows and
moves them on. What old sites said is kept apart (`carrying`, `lists`). docs/counting.md tells the rule to readers.
"""
