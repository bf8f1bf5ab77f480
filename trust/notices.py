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
            _(
                "If you add pictures of your ID, each is encrypted with a key of its own, two "
                "certifiers look at it, and it is destroyed 7 days after an approval and 30 days after a "
                "refusal."
            ),
            _("Other members see that your name is verified, not the name itself."),
            _("If you leave, your key is destroyed and nobody can read the name again, backups included."),
        ],
        when_withdrawn=_("An open application is taken back, and your badge ends."),
    )
)

PROFESSIONAL = notices.register(
    Notice(
        key="professional",
        title=_("Checking where you work"),
        points=[
            _("A certifier compares your papers with your verified name and the job you declared."),
            _(
                "Each picture is encrypted with a key of its own while it arrives. A stamp that says what "
                "it is for is burned in, hidden data such as the place is removed, the original is deleted."
            ),
            _(
                "Only you and the certifier who has your case can open it. Every time somebody does, "
                "you can read it in the access log."
            ),
            _(
                "Pictures are destroyed 7 days after an approval and 30 days after a refusal. "
                "You get a signed receipt."
            ),
            _("Your employer is not asked and not told."),
            _("Being certified is up to you. Nothing else here depends on it."),
        ],
        when_withdrawn=_(
            "An open application is taken back, your pictures are destroyed and the badge ends."
        ),
    )
)

REGISTER = notices.register(
    Notice(
        key="name-register",
        title=_("Comparing name and number with the register"),
        points=[
            _(
                "Your legal name and your ID number are sent once to Tencent Cloud, which asks the public "
                "register whether both belong together."
            ),
            _(
                "Only one word comes back: they belong together, they do not, or the number is not known. "
                "The certifier reads it and decides; it refuses nobody by itself."
            ),
            _(
                "Until the answer is here, for 24 hours at most, your number is encrypted with a key of its "
                "own. Then that key is destroyed."
            ),
            _("If the register can't be reached, nothing changes for you."),
            _("It is up to you. Without it, a certifier decides as well."),
        ],
        when_withdrawn=_("A question that waits is not asked any more, and the answer is deleted."),
    )
)

PHONE = notices.register(
    Notice(
        key="name-phone",
        title=_("Comparing your phone number as well"),
        points=[
            _("The phone number that you confirmed here is sent along with name and number, once."),
            _("The answer then also says whether that phone is registered under your name."),
            _("It is up to you. Without it, only name and number are compared."),
        ],
        when_withdrawn=_("An answer that your phone number was part of is deleted."),
    )
)

LINKEDIN = notices.register(
    Notice(
        key="linkedin",
        title=_("Asking LinkedIn what it verified"),
        points=[
            _("LinkedIn’s own page asks you first. We learn your name there and what LinkedIn verified."),
            _(
                "Your name is compared with your verified name and forgotten. We keep only whether LinkedIn "
                "checked an ID, whether it confirmed a workplace, and whether the names agree."
            ),
            _("The certifier of your job reads that as one more line. It decides nothing by itself."),
            _("It counts for 30 days and is then deleted. We keep no access to your account."),
            _("It is up to you. Without it, a certifier decides as well."),
        ],
        when_withdrawn=_("What LinkedIn said is deleted at once."),
    )
)

CREDIT = notices.register(
    Notice(
        key="credit-level",
        title=_("Reading your credit level"),
        points=[
            _("The provider’s own page asks you first. We receive one of five levels, never the number."),
            _("It is read once a month, and shown with its month until the 8th of the next one."),
            _("Only you see it. On the page of your badges you may widen that, and take it back."),
            _("It is encrypted with a key of your own. No list, search or draw here looks at it."),
            _("Having none looks the same as never having asked."),
        ],
        when_withdrawn=_("The level is deleted at once, and the provider is told."),
    )
)
