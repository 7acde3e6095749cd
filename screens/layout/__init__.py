"""Pure layout: a `Page` and the metrics of a window become a `Placed` page in whole pixels. No Kivy here.

placed = lay_out(page, Metrics(1080, 1920, 3.64, page.appearance.size), fonts.width)
"""

from screens.layout.placed import Part, Placed
from screens.layout.zones import fits, lay_out

__all__ = ["Part", "Placed", "fits", "lay_out"]
