"""How other programs reach the directory: read-only, in the shape of data·inclusion; and a contact card for each place."""
