"""A stand-in tenant on loopback that answers on the wire as Microsoft does."""
