"""Repère: tells residents their rights in plain French, finds the door, books the appointment."""
