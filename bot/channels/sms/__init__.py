"""Short messages on any phone."""
