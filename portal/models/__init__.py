from portal.models.home import Arrival, PutAway

__all__ = ["Arrival", "PutAway"]
