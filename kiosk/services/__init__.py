"""Services as data, and the form engine that asks, checks and sends what they say.

    load        config/services -> Catalogue; `check_services` for the command line (the only part that reads files)
    model       Service, Catalogue and their parts; fields, conditions, dates, answers have files of their own
    form        the engine; everything is a function of service, answers and today
    search      finds services by everyday words

The format of the files, and how a town writes a service of its own, is in docs/services.md. Import from the modules:
`kiosk.services.load` brings the YAML parser along, everything else is pure and needs none.
"""
