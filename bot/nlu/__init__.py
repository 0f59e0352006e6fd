"""The French language: Rasa components and the pure text code they use."""
