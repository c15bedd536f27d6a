"""People, units, places and rooms as the tenant's directory has them: read in full, then by its changes."""
