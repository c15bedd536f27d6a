"""Names for the kinds of NumPy arrays that the planner passes around."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Codes = NDArray[np.uint8]
Numbers = NDArray[np.int64]

NEVER = 1 << 50  # the cost of a start that is not allowed; a few thousand of them still add up within 64 bits
