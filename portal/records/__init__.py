"""The register as files (docs/records.md): how they are described, read, loaded, written, checked.

`shapes` says in one place which JSON key is which column; everything else follows from it.
"""
