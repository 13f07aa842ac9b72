"""Whether published numbers fit together, and what follows from them (rule F5). Pure functions.

`statements` is what figures say, `relations` what one number says of two others, `examining` the
checks themselves, `findings` what comes of them. Nothing here reads the database.
"""
