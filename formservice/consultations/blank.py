"""The first page of a consultation, blank: what its template is given, by the site as by the service. Pure."""

from datetime import datetime
from typing import Any

from formservice.consultations import forms
from formservice.consultations.answering import Answering


def first_page(page: Answering, now: datetime) -> dict[str, Any]:
    """The page, its first step and its form; no form while it is closed."""
    step = page.steps[0]
    form = forms.of_step(page, 0, tuple(page.shown(step, {})))()
    form.fit_step(page)
    return {
        "page": page, "step": step, "form": form if page.is_open(now) else None, "sealed": "", "notice": "",
        "progress": page.progress(step, {}),
    }  # fmt: skip
