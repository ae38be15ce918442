"""The nouns: frozen values that every other room speaks in. Nothing here does input or output."""
