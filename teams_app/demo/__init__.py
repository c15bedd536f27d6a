"""One whole share week of the sample company, in front of a stand-in tenant, by real processes."""
