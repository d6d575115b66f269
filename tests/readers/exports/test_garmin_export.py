"""Garmin's account export: FIT files in archives within it, summaries, and thousands of others."""

from __future__ import annotations

import json
from pathlib import Path

from tests.contracts.sample_exports import garmin_summary
from tests.readers.sources.archives import RUN, Scanned, zipped
from trochlea.readers import read_source

FITNESS = "DI_CONNECT/DI-Connect-Fitness/"
UPLOADED = "DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part"


def test_the_files_and_the_summaries_are_found_and_the_rest_is_one_sentence(
    tmp_path: Path,
) -> None:
    members = {
        f"{FITNESS}a@b.example_0_summarizedActivities.json": garmin_summary(),
        f"{FITNESS}a@b.example_gear.json": json.dumps([{"gearDTOS": []}]).encode(),
        f"{UPLOADED}1.zip": zipped({"a@b.example_1.fit": RUN, "a@b.example_2.fit": RUN[:40]}),
        f"{UPLOADED}2.zip": zipped({"a@b.example_3.txt": b"x", "a@b.example_4.gpx": b"<gpx/>"}),
    }
    for number in range(30):
        members[f"DI_CONNECT/DI-Connect-Wellness/{number}_sleepData.json"] = b'[{"sleep": 1}]'
    (tmp_path / "garmin.zip").write_bytes(zipped(members))
    found = Scanned(tmp_path / "garmin.zip")
    assert len(found.sources) == 4
    assert found.codes == {"garmin.zip": "not_an_activity_file"}
    assert "32 other files hold no activity (31 .json, 1 .txt)" in found.said
    (summaries,) = [each for each in found.sources if each.name.endswith(".json")]
    (run,) = read_source(summaries).activities
    assert run.notes is not None
    assert (run.notes.platform, run.notes.platform_id) == ("garmin", "111")
