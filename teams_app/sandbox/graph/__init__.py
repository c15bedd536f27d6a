"""Microsoft Graph v1.0 of the stand-in tenant."""
