"""How people reach us: one folder, one channel, all alike."""
