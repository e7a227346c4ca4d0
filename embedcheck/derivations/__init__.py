"""Verdicts told step by step: what is known of the map, which theorem applies and why, the field or the witness."""
