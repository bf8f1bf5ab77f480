"""Where codes can be read when nothing is really sent."""

from django.conf import settings

from accounts.providers.sms import current_sms
from accounts.states import ContactKind


def simulated_inbox(kind: str) -> str:
    """The address of the simulators' page with such messages; empty where they really leave the house.

    It names nobody: the page shows the messages of all.
    """
    if kind == ContactKind.PHONE:
        return f"{settings.SIMULATORS_URL}/phones/" if current_sms().simulated else ""
    has_letters = settings.DEMO and settings.SIMULATORS_URL and getattr(settings, "EMAIL_FILE_PATH", None)
    return f"{settings.SIMULATORS_URL}/mail/" if has_letters else ""
