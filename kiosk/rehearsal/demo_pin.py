"""The PIN of the staff area on every stage: no secret, there is nothing real behind it."""

DEMO_PIN = "27182818"
