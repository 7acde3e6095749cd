"""What the terminal does: conversation, documents, portal, settings, records. No Kivy, no hardware library."""
