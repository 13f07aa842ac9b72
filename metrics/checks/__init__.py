"""Whether published numbers fit together, and what follows from them (rule F5).

`statements` is what figures say, `relations` what one number says of two others, `examining` the
checks, `inferring` what nobody stated, `findings` what comes of them: pure functions. `reading`
makes statements of the register's figures, `words` sentences of the findings.
"""
