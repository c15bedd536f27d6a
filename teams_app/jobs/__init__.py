"""What a worker does: each effect on the outside world, one file a kind."""
