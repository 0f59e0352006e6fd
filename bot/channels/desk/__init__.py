"""The reception desk, in a browser: pages for agents who have an account."""
