"""The door for offers from the EDU-DEX feed."""
