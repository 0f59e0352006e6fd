"""What the assistant talks about, in pure Python: no input, no output, no library."""
