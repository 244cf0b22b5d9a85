"""Tests of the room that reads dates."""
