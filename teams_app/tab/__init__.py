"""What the tab asks for: an API for signed-in people."""
