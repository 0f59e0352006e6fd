"""Read the directory from the formats of its producers, and write it in the formats of its readers."""
