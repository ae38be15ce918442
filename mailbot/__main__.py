"""`python -m mailbot`: the same as the console script."""

from mailbot.cli import main

if __name__ == "__main__":
    main()
