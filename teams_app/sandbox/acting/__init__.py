"""Acting as a person of the sample company, and seeing what stands in Teams; loopback only."""
