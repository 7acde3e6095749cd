"""A small, honest town hall in one process of its own: for demo, training and tests.

    python -m kiosk.sandbox --listen 127.0.0.1:8443 --state build/town-hall --control build/town-hall.sock
    python -m kiosk.sandbox.cable --listen 127.0.0.1:8444 --to 127.0.0.1:8443 --control build/cable.sock
    python -m kiosk.sandbox.openapi > docs/openapi.json

It speaks the portal contract over real TLS and keeps what it promised in SQLite, also through a hard kill. Its control
socket plays the days on which a portal is slow, broken or away. A real terminal installs none of it.
"""
