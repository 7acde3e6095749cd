"""Hardware, one package a device, usable alone, each with a virtual twin that speaks the real protocol."""
