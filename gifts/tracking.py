"""A carrier's words for a parcel's way in ours."""

from gifts.providers.parcels import RouteStep, TrackingCode
from gifts.rules import StepInput
from gifts.states import ShipmentState

_STATES = {
    TrackingCode.PICKED_UP: ShipmentState.HANDED_OVER,
    TrackingCode.IN_TRANSIT: ShipmentState.IN_TRANSIT,
    TrackingCode.OUT_FOR_DELIVERY: ShipmentState.OUT_FOR_DELIVERY,
    TrackingCode.DELIVERED: ShipmentState.DELIVERED,
    TrackingCode.PROBLEM: ShipmentState.PROBLEM,
    TrackingCode.REFUSED: ShipmentState.REFUSED,
    TrackingCode.RETURNED: ShipmentState.RETURNED,
}


def step_of(step: RouteStep) -> StepInput:
    text = step.text if not step.place or step.place in step.text else f"{step.place}: {step.text}"
    return StepInput(happened_at=step.at, state=_STATES[step.code], text=text)
