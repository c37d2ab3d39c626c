"""Treaty lookup: the question on the left, its answers on the right, a page for each way of looking at them."""

from __future__ import annotations

from coprod_desktop.ui.tabs.treaties.tab import TreatyTab

__all__ = ["TreatyTab"]
