"""The public face: everything a program may call, imported when it is first used.

Each verb of the command line is a function here. Example:

    from trochlea import api
    knowledge = api.packaged_knowledge()
    answers = api.read_answers(path, knowledge, today)
    result = api.check(answers, observed_at, knowledge)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trochlea.assess import (
        About,
        Interview,
        Session,
        check_value,
        observations_from_answers,
        parse_answers,
        questionnaire_version,
        session_from_table,
        session_to_table,
    )
    from trochlea.assess.free_words import Heard, Proposal, understand
    from trochlea.assess.outcomes import (
        OUTCOME_SCALES,
        compare_scores,
        score_outcome,
        weekly_questions,
    )
    from trochlea.demo import DemoResult, run_demo
    from trochlea.journal import DEFAULT_RUNNER_ID, Journal, open_journal
    from trochlea.knowledge import Knowledge, check_knowledge, load_knowledge, packaged_knowledge
    from trochlea.knowledge.coverage import coverage
    from trochlea.loads.diary import knee_diaries
    from trochlea.loads.watch_form import form_changes, observe_form
    from trochlea.plan import TodayInputs, advise_today
    from trochlea.readers import DEFAULT_LIMITS, Limits, expected, read_bytes, with_limit
    from trochlea.report import (
        ReportMaterial,
        Story,
        build_story,
        check_json,
        today_json,
    )
    from trochlea.report.chain import chain, chain_lines
    from trochlea.report.education import Page, education_pages
    from trochlea.report.html import render_html
    from trochlea.report.knee_json import (
        knee_everyday_json,
        knee_run_json,
        knee_today_json,
        knee_what_if_json,
    )
    from trochlea.report.knee_tissues import knee_tissue_lines, knee_tissues_json
    from trochlea.report.knee_views import (
        KneeDistance,
        KneeView,
    )
    from trochlea.report.knee_words import (
        knee_everyday_lines,
        knee_nothing,
        knee_run_lines,
        knee_today_lines,
        knee_what_if_lines,
    )
    from trochlea.report.load_words import (
        load_before_lines,
        load_spike_lines,
        load_week_lines,
    )
    from trochlea.report.provisional import first_answer, proposal_words
    from trochlea.report.terminal import render_terminal
    from trochlea.workflow.advising import Replay, advise_and_keep, today_inputs, why
    from trochlea.workflow.backing_up import back_up, restore
    from trochlea.workflow.caring import examine_journal, repair_journal, trust_journal
    from trochlea.workflow.checking import (
        CheckResult,
        check,
        check_against,
        check_and_keep,
        moment_of,
        read_answers,
    )
    from trochlea.workflow.examining import keep_examination
    from trochlea.workflow.exporting import export_all, import_export, is_export
    from trochlea.workflow.importing import (
        ImportedFile,
        ImportSummary,
        import_paths,
        read_path,
        resume_import,
    )
    from trochlea.workflow.interviewing import keep_session, unfinished_session
    from trochlea.workflow.knee_view import (
        knee_of_distance,
        knee_of_run,
        run_for_knee,
    )
    from trochlea.workflow.load_view import (
        before_complaint_view,
        load_of_weeks,
        spikes_of_weeks,
    )
    from trochlea.workflow.noting import note_run, run_meant
    from trochlea.workflow.records import from_json, to_json
    from trochlea.workflow.reporting import material_of_check, report_material
    from trochlea.workflow.self_testing import self_tests_offered
    from trochlea.workflow.shoes import (
        FromExport,
        ShoesNow,
        add_pair,
        refuse_before_first_day,
        shoe_named,
        shoes_from_export,
        shoes_now,
        tell_shoe,
        wear_shoe,
    )
    from trochlea.workflow.watching import watch

_HOMES = {
    "trochlea.assess": (
        "About",
        "Interview",
        "Session",
        "check_value",
        "observations_from_answers",
        "parse_answers",
        "questionnaire_version",
        "session_from_table",
        "session_to_table",
    ),
    "trochlea.assess.free_words": ("Heard", "Proposal", "understand"),
    "trochlea.assess.outcomes": (
        "OUTCOME_SCALES",
        "compare_scores",
        "score_outcome",
        "weekly_questions",
    ),
    "trochlea.demo": ("DemoResult", "run_demo"),
    "trochlea.journal": ("DEFAULT_RUNNER_ID", "Journal", "open_journal"),
    "trochlea.knowledge": (
        "Knowledge",
        "check_knowledge",
        "load_knowledge",
        "packaged_knowledge",
    ),
    "trochlea.knowledge.coverage": ("coverage",),
    "trochlea.loads.diary": ("knee_diaries",),
    "trochlea.loads.watch_form": ("form_changes", "observe_form"),
    "trochlea.plan": ("TodayInputs", "advise_today"),
    "trochlea.readers": ("DEFAULT_LIMITS", "Limits", "expected", "read_bytes", "with_limit"),
    "trochlea.report": ("ReportMaterial", "Story", "build_story", "check_json", "today_json"),
    "trochlea.report.chain": ("chain", "chain_lines"),
    "trochlea.report.education": ("Page", "education_pages"),
    "trochlea.report.html": ("render_html",),
    "trochlea.report.knee_json": (
        "knee_everyday_json",
        "knee_run_json",
        "knee_today_json",
        "knee_what_if_json",
    ),
    "trochlea.report.knee_views": (
        "KneeDistance",
        "KneeView",
    ),
    "trochlea.report.knee_words": (
        "knee_everyday_lines",
        "knee_nothing",
        "knee_run_lines",
        "knee_today_lines",
        "knee_what_if_lines",
    ),
    "trochlea.report.knee_tissues": ("knee_tissue_lines", "knee_tissues_json"),
    "trochlea.report.load_words": (
        "load_before_lines",
        "load_spike_lines",
        "load_week_lines",
    ),
    "trochlea.report.provisional": ("first_answer", "proposal_words"),
    "trochlea.report.terminal": ("render_terminal",),
    "trochlea.workflow.advising": ("Replay", "advise_and_keep", "today_inputs", "why"),
    "trochlea.workflow.backing_up": ("back_up", "restore"),
    "trochlea.workflow.caring": ("examine_journal", "repair_journal", "trust_journal"),
    "trochlea.workflow.checking": (
        "CheckResult",
        "check",
        "check_against",
        "check_and_keep",
        "moment_of",
        "read_answers",
    ),
    "trochlea.workflow.examining": ("keep_examination",),
    "trochlea.workflow.exporting": ("export_all", "import_export", "is_export"),
    "trochlea.workflow.importing": (
        "ImportSummary",
        "ImportedFile",
        "import_paths",
        "read_path",
        "resume_import",
    ),
    "trochlea.workflow.interviewing": ("keep_session", "unfinished_session"),
    "trochlea.workflow.knee_view": (
        "knee_of_distance",
        "knee_of_run",
        "run_for_knee",
    ),
    "trochlea.workflow.noting": ("note_run", "run_meant"),
    "trochlea.workflow.load_view": (
        "before_complaint_view",
        "load_of_weeks",
        "spikes_of_weeks",
    ),
    "trochlea.workflow.records": ("from_json", "to_json"),
    "trochlea.workflow.reporting": ("material_of_check", "report_material"),
    "trochlea.workflow.self_testing": ("self_tests_offered",),
    "trochlea.workflow.shoes": (
        "FromExport",
        "ShoesNow",
        "add_pair",
        "refuse_before_first_day",
        "shoe_named",
        "shoes_from_export",
        "shoes_now",
        "tell_shoe",
        "wear_shoe",
    ),
    "trochlea.workflow.watching": ("watch",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "DEFAULT_LIMITS",
    "DEFAULT_RUNNER_ID",
    "OUTCOME_SCALES",
    "About",
    "CheckResult",
    "DemoResult",
    "FromExport",
    "Heard",
    "ImportSummary",
    "ImportedFile",
    "Interview",
    "Journal",
    "KneeDistance",
    "KneeView",
    "Knowledge",
    "Limits",
    "Page",
    "Proposal",
    "Replay",
    "ReportMaterial",
    "Session",
    "ShoesNow",
    "Story",
    "TodayInputs",
    "add_pair",
    "advise_and_keep",
    "advise_today",
    "back_up",
    "before_complaint_view",
    "build_story",
    "chain",
    "chain_lines",
    "check",
    "check_against",
    "check_and_keep",
    "check_json",
    "check_knowledge",
    "check_value",
    "compare_scores",
    "coverage",
    "education_pages",
    "examine_journal",
    "expected",
    "export_all",
    "first_answer",
    "form_changes",
    "from_json",
    "import_export",
    "import_paths",
    "is_export",
    "keep_examination",
    "keep_session",
    "knee_diaries",
    "knee_everyday_json",
    "knee_everyday_lines",
    "knee_nothing",
    "knee_of_distance",
    "knee_of_run",
    "knee_run_json",
    "knee_run_lines",
    "knee_tissue_lines",
    "knee_tissues_json",
    "knee_today_json",
    "knee_today_lines",
    "knee_what_if_json",
    "knee_what_if_lines",
    "load_before_lines",
    "load_knowledge",
    "load_of_weeks",
    "load_spike_lines",
    "load_week_lines",
    "material_of_check",
    "moment_of",
    "note_run",
    "observations_from_answers",
    "observe_form",
    "open_journal",
    "packaged_knowledge",
    "parse_answers",
    "proposal_words",
    "questionnaire_version",
    "read_answers",
    "read_bytes",
    "read_path",
    "refuse_before_first_day",
    "render_html",
    "render_terminal",
    "repair_journal",
    "report_material",
    "restore",
    "resume_import",
    "run_demo",
    "run_for_knee",
    "run_meant",
    "score_outcome",
    "self_tests_offered",
    "session_from_table",
    "session_to_table",
    "shoe_named",
    "shoes_from_export",
    "shoes_now",
    "spikes_of_weeks",
    "tell_shoe",
    "to_json",
    "today_inputs",
    "today_json",
    "trust_journal",
    "understand",
    "unfinished_session",
    "watch",
    "wear_shoe",
    "weekly_questions",
    "why",
    "with_limit",
]


def __getattr__(name: str) -> Any:
    """Return a public name, importing its room on first use."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return list(__all__)
