"""The program's door: runs the command line and turns every failure into one sentence."""

from __future__ import annotations

import gc
import sys

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130
ALLOCATIONS_BETWEEN_COLLECTIONS = 200_000


def main() -> None:
    """Run the command line; exits with the code of the contract, never with a traceback."""
    # Most commands are over in a second: collecting garbage while they import costs a fifth of it.
    gc.set_threshold(ALLOCATIONS_BETWEEN_COLLECTIONS)
    from trochlea.errors import TrochleaError, UsageError

    try:
        from trochlea.cli import app

        app(prog_name="trochlea")
    except UsageError as error:
        _stop(str(error), EXIT_USAGE)
    except TrochleaError as error:
        _stop(str(error), EXIT_FAILED)
    except KeyboardInterrupt:
        _stop("Stopped. What was already stored is kept.", EXIT_INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(EXIT_FAILED)
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        kind = type(error).__name__
        _stop(
            f"Trochlea failed in a way it should not ({kind}: {error}). What was stored is kept. "
            "Please report it, without health data; --debug before the command shows more.",
            EXIT_FAILED,
        )


def _stop(sentence: str, code: int) -> None:
    sys.stderr.write(f"trochlea: {sentence}\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
