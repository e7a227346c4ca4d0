"""`python -m embedcheck`."""

from embedcheck.cli import main

if __name__ == "__main__":
    main()
