"""OKR Share: the sharing step of the OKR cycle inside Microsoft Teams and Outlook."""
