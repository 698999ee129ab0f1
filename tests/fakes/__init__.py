"""Published stand-ins for what is outside."""
