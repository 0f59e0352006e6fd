"""The widget of the town's website: its own page, its own words for our answers."""
