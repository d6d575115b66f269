"""What a record says as a page to read: Markdown, education and never a diagnosis."""

from trochlea.report.education.book import education_pages
from trochlea.report.education.page import Page

__all__ = ["Page", "education_pages"]
