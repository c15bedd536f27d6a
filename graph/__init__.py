"""Microsoft Graph as this project needs it; knows nothing of OKRs."""
