"""The service: records events and answers questions, whatever store lies below and door above."""
