"""The names that a campaign's rules mention."""

from campaigns.plain_rules import Names, needed_groups, needed_items
from campaigns.rulebook import Rulebook
from gifts.queries import names_by_public_id
from groups.queries import group_names


def names_in(rulebook: Rulebook) -> Names:
    """Of items, and of groups that anybody may find, by public id. Two statements at most."""
    return {**names_by_public_id(needed_items(rulebook)), **group_names(needed_groups(rulebook))}
