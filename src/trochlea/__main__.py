"""The program's door: runs the command line and turns every failure into one sentence."""

from __future__ import annotations

import gc
import os
import sys

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130
ALLOCATIONS_BETWEEN_COLLECTIONS = 200_000


def main() -> None:
    """Run the command line; exits with the code of the contract, never with a traceback."""
    # Most commands are over in a second: collecting garbage while they import costs a fifth of it.
    gc.set_threshold(ALLOCATIONS_BETWEEN_COLLECTIONS)
    # Looking for plugins, of which there are none, reads what every installed package says.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from typer import Abort

    from trochlea.errors import TrochleaError, UsageError

    try:
        from trochlea.cli import app

        # Not standalone: then a wrong option is said here, in one sentence like all the rest.
        code = app(prog_name="trochlea", standalone_mode=False)
        if code == EXIT_INTERRUPTED:
            raise KeyboardInterrupt
        sys.exit(code or 0)
    except UsageError as error:
        _stop(str(error), EXIT_USAGE)
    except TrochleaError as error:
        _stop(str(error), EXIT_FAILED)
    except (KeyboardInterrupt, Abort):
        _stop("Stopped. What was already stored is kept.", EXIT_INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(EXIT_FAILED)
    except Exception as error:
        _stop_if_misused(error)
        if "--debug" in sys.argv:
            raise
        kind = type(error).__name__
        _stop(
            f"Trochlea failed in a way it should not ({kind}: {error}). What was stored is kept. "
            "Please report it, without health data; --debug before the command shows more.",
            EXIT_FAILED,
        )


def _stop_if_misused(error: Exception) -> None:
    """Say what is wrong with the call where that is what Typer complains of."""
    from typer import BadParameter

    # Typer's versions keep this class in different places; it is the base of this one.
    complaint = BadParameter.__bases__[0]
    if not isinstance(error, complaint):
        return
    told = str(getattr(error, "format_message", error.__str__)()).strip()
    if "\n" in told:  # no command at all: Typer's complaint is then the whole help
        sys.stderr.write(f"{told}\n")
        sys.exit(EXIT_USAGE)
    where = getattr(getattr(error, "ctx", None), "command_path", "trochlea")
    stop = "" if told.endswith((".", "?")) else "."
    _stop(f"{told}{stop} `{where} --help` shows what it takes.", EXIT_USAGE)


def _stop(sentence: str, code: int) -> None:
    sys.stderr.write(f"trochlea: {sentence}\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
