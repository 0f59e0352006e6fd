"""What the assistant does, told in terms of the domain and of a few ports."""
