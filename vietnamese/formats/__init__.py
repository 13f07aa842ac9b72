"""Django's date and number formats, one module a language (FORMAT_MODULE_PATH)."""
