"""Named reads: each loads all that its caller shows, in a fixed number of statements."""
