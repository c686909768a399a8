"""What is kept: the only room that speaks Piccolo or SQL."""

import os

os.environ["PICCOLO_CONF"] = "csas.store.piccolo_conf"
