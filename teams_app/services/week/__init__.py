"""The parts of a share week: what it is planned from, the problem it becomes, and the moves that mend it."""
