"""Identification with the eID card: what the dialogue asks for, and the worker that talks to card and portal.

api        requests and reports as plain data; all the dialogue knows
worker     one thread for everything below; light, loads the rest on that thread
means      what it works with: reader, portal, limits
attempt    one attempt, request by request
card       recognised, asked, opened with a password
reading    the portal reads, the terminal carries
"""
