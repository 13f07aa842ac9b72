"""Figures of chosen indicators beside each other: places × periods, and the same numbers drawn.

`asking` is what the page is asked for, `spans` which periods compare, `seats` the places, `table`
the numbers in rows and columns, `drawing` their charts, `gathering` the reading, `overview` the
same of one indicator for its own page.
"""
