"""What PostgreSQL cannot store in a text, and what stands in its place where a text is shown."""

import re

# The zero byte, and halves of pairs of surrogates.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
UNREADABLE = "\ufffd"
