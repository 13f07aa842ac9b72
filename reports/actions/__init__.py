"""Every write of rounds and reports, a verb each.

`by` is the officer who acts; each verb asks `reports.permissions` again on the locked row, and
writes its history in the same transaction (R9).
"""
