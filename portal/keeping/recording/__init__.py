"""Recording a conference from one article: typed as printed, read back, entered, published.

`forms` has the fields, `catalogue` what the register knows, `reading` and `figures` what the texts
come to, `beside` what stands next to the form, `sheets` the verbs.
"""
