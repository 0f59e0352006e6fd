"""`python -m bot <command>`."""
from bot.commands import main

if __name__ == "__main__":
    main()
