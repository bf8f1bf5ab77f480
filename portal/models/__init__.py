from portal.models.home import Arrival, PutAway
from portal.models.pictures import Picture

__all__ = ["Arrival", "Picture", "PutAway"]
