"""The rules as the checker of certificates owns them: what each decides, and what it needs."""
