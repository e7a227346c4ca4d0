"""Evidence checked again with balls and exact arithmetic. Nothing here searches, and nothing here finds evidence."""
