"""What a member agrees to before a legal name is checked."""

from django.utils.translation import gettext_lazy as _

from accounts.notices import Notice, notices

PURPOSE = "real-name"

REAL_NAME = notices.register(
    Notice(
        key=PURPOSE,
        title=_("Checking your legal name"),
        points=[
            _("A certifier of this community reads your legal name and decides, usually in 3 working days."),
            _(
                "Your ID number is not kept. We keep a keyed fingerprint of it, so that one person can't be "
                "certified twice, and whether you are an adult and where the number was issued."
            ),
            _("Your legal name is encrypted with a key of your own. Only you and the certifier can read it."),
            _("Other members see that your name is verified, not the name itself."),
            _("If you leave, your key is destroyed and nobody can read the name again, backups included."),
        ],
        when_withdrawn=_("An open application is taken back, and your badge ends."),
    )
)
