"""How we reach our own things: files, database, Rasa."""
