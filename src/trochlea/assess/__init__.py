"""From observations to an assessment: answers, triage, differential, factors, next questions.

Everything here is a pure function of observations and knowledge; triage never sees the
differential, and nothing here reads a file, a clock or a store.
"""

from trochlea.assess.answers import (
    check_value,
    observations_from_answers,
    parse_answers,
    questionnaire_version,
)
from trochlea.assess.assessment import assess
from trochlea.assess.checkins import checkins_from_observations
from trochlea.assess.interview import Interview
from trochlea.assess.persistence import Past, observe_persistence
from trochlea.assess.selftests import OfferedTest, offered_tests
from trochlea.assess.session import About, Session, session_from_table, session_to_table

__all__ = [
    "About",
    "Interview",
    "OfferedTest",
    "Past",
    "Session",
    "assess",
    "check_value",
    "checkins_from_observations",
    "observations_from_answers",
    "observe_persistence",
    "offered_tests",
    "parse_answers",
    "questionnaire_version",
    "session_from_table",
    "session_to_table",
]
