"""Reading `knowledge/`: each loader returns what it could read and the problems, in French, for the author."""
