"""The board: the newsroom's first screen. What waits, is written, reviewed, ready and out; it keeps itself up to date.

rows       what is on the board, a few facts each, by two queries
reading    the lanes with their slips, complete
menus      which acts lead from which lane to which
sentences  what stands above the lanes: late, held, silent
panels     what stands beside them: what is due
token      a few bytes that change whenever the board does
"""
