"""A big community by generate_series: deterministic, PostgreSQL only, in seconds.

The first quarter of the members are advocates of one running campaign. The first ``BIG`` brought 30
friends each, the others up to three; every second friend counts. Counters add up, as after real joining.
"""

from django.db import connection, transaction

from bench import worlds
from campaigns.operations.counting import rebuild_counts

SLUG = "bench"
BIG = 200
FRIENDS_OF_BIG = 30
PRIZES = 1000

_MEMBERS = """
INSERT INTO accounts_member (password, is_superuser, version, public_id, handle, display_name, phone_index,
    phone_sealed, email_sealed, locale, time_zone, state, is_staff, joined_at)
SELECT '!bench', false, 0, 'seed' || lpad(i::text, 16, '0'), 'seed-' || i, 'Member ' || i,
    encode(sha256(i::text::bytea), 'hex'), 'sealed', '', 'en', 'Asia/Shanghai', 'active', false,
    now() - make_interval(secs => %(members)s - i)
FROM generate_series(1, %(members)s) i
"""
_CONSENTS = """
INSERT INTO accounts_consent (purpose, notice_hash, given_at, member_id)
SELECT 'membership', repeat('0', 64), joined_at, id FROM accounts_member WHERE handle LIKE 'seed-%%'
"""
_LINKS = """
INSERT INTO campaigns_sharelink (channel, code, visitor_key, created_at, advocate_id, campaign_id)
SELECT 'link', 'S' || (100000000 + i), '', now(), %(first)s + i - 1, %(campaign)s
FROM generate_series(1, %(advocates)s) i
"""
# Friend number i belongs to advocate i / 30 while there are big ones, and then to the next by threes.
_REFERRALS = """
INSERT INTO campaigns_referral (version, state, credit_hundredths, levels, registered_at, expires_at,
    qualified_at, advocate_id, campaign_id, invitee_id, pinned_id)
SELECT 0, CASE WHEN i %% 2 = 0 THEN 'qualified' ELSE 'registered' END,
    CASE WHEN i %% 2 = 0 THEN 100 ELSE 0 END,
    CASE WHEN i %% 2 = 0 THEN '["registered", "real_name"]'::jsonb ELSE '["registered"]'::jsonb END,
    now() - make_interval(secs => %(friends)s - i), now() + interval '30 days',
    CASE WHEN i %% 2 = 0 THEN now() END,
    %(first)s + CASE WHEN i < %(big)s * %(each)s THEN i / %(each)s
                     ELSE %(big)s + (i - %(big)s * %(each)s) / 3 END,
    %(campaign)s, %(first)s + %(advocates)s + i, %(version)s
FROM generate_series(0, %(friends)s - 1) i
"""
_ATTRIBUTIONS = """
INSERT INTO campaigns_attribution (model, share_bp, revision, reason, decided_at, invitee_id, campaign_id,
    link_id)
SELECT 'direct', 10000, 1, '', r.registered_at, r.invitee_id, r.campaign_id, l.id
FROM campaigns_referral r JOIN campaigns_sharelink l USING (campaign_id, advocate_id)
"""
_CREDIT = """
INSERT INTO campaigns_creditentry (cause, reason, amount_hundredths, occurred_at, referral_id)
SELECT 'real_name', '', 100, registered_at, id FROM campaigns_referral WHERE state = 'qualified'
"""
_PROGRESS = """
INSERT INTO campaigns_progress
    (registered, qualified, credit_hundredths, rewards, is_named, advocate_id, campaign_id)
SELECT count(r.id), count(r.id) FILTER (WHERE r.state = 'qualified'), coalesce(sum(r.credit_hundredths), 0),
    0, false, l.advocate_id, l.campaign_id
FROM campaigns_sharelink l LEFT JOIN campaigns_referral r USING (campaign_id, advocate_id)
GROUP BY l.advocate_id, l.campaign_id
"""


def seed(members: int) -> dict[str, int]:
    """Fill a migrated, empty database. Returns how many rows of each kind there are."""
    campaign = worlds.live_campaign(slug=SLUG, prizes=PRIZES)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(_MEMBERS, {"members": members})
        cursor.execute("SELECT min(id) FROM accounts_member WHERE handle LIKE 'seed-%'")
        advocates = members // 4
        values = {
            "first": cursor.fetchone()[0],
            "advocates": advocates,
            "campaign": campaign.pk,
            "version": campaign.current_id,
            "big": BIG,
            "each": FRIENDS_OF_BIG,
            "friends": min(members - advocates, BIG * FRIENDS_OF_BIG + (advocates - BIG) * 3),
        }
        for statement in (_CONSENTS, _LINKS, _REFERRALS, _ATTRIBUTIONS, _CREDIT, _PROGRESS):
            cursor.execute(statement, values)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        rebuild_counts()
        cursor.execute("VACUUM ANALYZE")
    return {"members": members, "advocates": advocates, "friends": int(values["friends"])}
