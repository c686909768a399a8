"""Where Piccolo's finder looks for the engine (the variable PICCOLO_CONF names it).

Nothing in csas imports this module. It registers no apps: `store/migrate` tells
Piccolo where the migrations lie.
"""

from csas.store.engine import DB

__all__ = ["DB"]
