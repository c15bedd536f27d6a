"""The Bot connector: what a bot calls to write in Teams, and what it receives from there."""
