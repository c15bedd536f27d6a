"""``okr-share``, also as ``python -m teams_app``."""

from teams_app.cli import main

if __name__ == "__main__":
    main()
