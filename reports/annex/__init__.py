"""The report as a document ready to be signed: a text with its table, and the table alone.

Their form is that of Decree 30/2020/NĐ-CP. They are Vietnamese whatever language the reader uses,
and the only place where the national motto stands (S5): it is the department's own paper.
"""
