"""Two records of one event become one: planned, shown, then done (rules C5, F7, S2).

All that the dropped record says moves to the kept one, with its sources; what both say from the
same source stands once. The dropped record is retired and its addresses lead to the kept one.
"""

from portal.keeping.merging.doing import merge
from portal.keeping.merging.headlines import FACTS, HEADLINES, TEXTS, value_of
from portal.keeping.merging.plan import Merging, plan_merger

__all__ = ["FACTS", "HEADLINES", "TEXTS", "Merging", "merge", "plan_merger", "value_of"]
