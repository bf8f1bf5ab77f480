"""The funnel's counts, as ``manage.py reconcile`` checks them: what was counted is what the rows have."""

from campaigns.operations.counting import stored_counts
from campaigns.queries.counted import counts_from_rows
from common.registries import ReconcileCheck


def day_counts() -> list[str]:
    """Each line and each hour says what the rows add up to; news on its way is left out on both sides."""
    true, said = counts_from_rows(), stored_counts()
    wrong = []
    for cell in sorted(true.cells.keys() | said.cells.keys()):
        rows, counted = true.at(cell), said.at(cell)
        campaign_id, day, channel, version, variant = cell
        line = f"campaign {campaign_id}, {day} {channel} v{version}{variant}"
        wrong += [
            f"{line} counts {counted[name]} {name}, there are {rows[name]}"
            for name in rows
            if rows[name] != counted[name]
        ]
    for campaign_id, hours in sorted(true.hours.keys() | said.hours.keys()):
        there, friends = true.hours.get((campaign_id, hours), 0), said.hours.get((campaign_id, hours), 0)
        if there != friends:
            wrong.append(
                f"campaign {campaign_id} counts {friends} friends after {hours} hours, there are {there}"
            )
    return wrong


CHECKS = [ReconcileCheck(key="campaigns.counts", title="The funnel adds up", run=day_counts)]
