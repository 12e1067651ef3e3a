"""The door for accounts from an identity provider."""
