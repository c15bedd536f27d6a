"""Use cases as functions on a session; they never commit and see other worlds through ports."""
