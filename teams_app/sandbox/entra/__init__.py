"""Sign-in of the stand-in tenant, as Microsoft Entra answers it."""
