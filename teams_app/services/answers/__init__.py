"""What happened in Outlook to the events of share meetings: read, taken over, and what follows from it."""
