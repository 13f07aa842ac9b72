"""The project: settings, addresses, home, health; load, dump and check the records."""
