"""Light and dark: the style sheet made from the palette of roles, fonts, icons recoloured by theme."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt, QTemporaryDir
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from coprod_desktop.assets import fonts, resources
from coprod_desktop.domain.pictures.palette import colour as role_colour

FAMILY = "Source Sans Pro"


class Theme:
    """The theme in force: whether dark, and the colours by role."""

    dark = False

    @classmethod
    def name(cls, role: str) -> str:
        """Return a role's colour as ``#RRGGBB``."""
        return role_colour(role, dark=cls.dark)

    @classmethod
    def colour(cls, role: str) -> QColor:
        """Return a role's colour."""
        return _colour(role, cls.dark)


@cache
def _colour(role: str, dark: bool) -> QColor:
    return QColor(role_colour(role, dark=dark))


def font(size: int = 13, *, bold: bool = False) -> QFont:
    """Return the house's type in a size of logical pixels."""
    made = QFont(FAMILY)
    made.setPixelSize(size)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made


def load_fonts() -> None:
    """Register the shipped fonts with Qt: the same files that print."""
    for path in fonts().values():
        QFontDatabase.addApplicationFont(str(path))


def system_is_dark() -> bool:
    """Whether the system asks for a dark look."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def apply(app: QApplication, *, dark: bool) -> None:
    """Dress the whole application."""
    Theme.dark = dark
    icon.cache_clear()
    app.setFont(font(13))
    app.setStyle("Fusion")
    palette = QPalette()
    for role, name in (
        (QPalette.ColorRole.Window, "background"),
        (QPalette.ColorRole.Base, "surface"),
        (QPalette.ColorRole.AlternateBase, "sunken"),
        (QPalette.ColorRole.Text, "text"),
        (QPalette.ColorRole.WindowText, "text"),
        (QPalette.ColorRole.ButtonText, "text"),
        (QPalette.ColorRole.Button, "surface"),
        (QPalette.ColorRole.Highlight, "selection"),
        (QPalette.ColorRole.HighlightedText, "text"),
        (QPalette.ColorRole.PlaceholderText, "faint"),
        (QPalette.ColorRole.ToolTipBase, "surface"),
        (QPalette.ColorRole.ToolTipText, "text"),
        (QPalette.ColorRole.Link, "accent"),
        (QPalette.ColorRole.Accent, "accent"),
    ):
        palette.setColor(role, Theme.colour(name))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, Theme.colour("control"))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text, Theme.colour("control"))
    app.setPalette(palette)
    app.setStyleSheet(_sheet())


_arrows: list[QTemporaryDir] = []


def _arrow() -> str:
    """Return the path of the drop-down arrow in the present colour: style sheets take pictures only from files."""
    folder = QTemporaryDir()
    _arrows[:] = [folder]
    source = (
        (resources() / "icons" / "chevron-down.svg").read_text("utf-8").replace("currentColor", Theme.name("muted"))
    )
    path = Path(folder.path()) / "arrow.svg"
    path.write_text(source, "utf-8")
    return path.as_posix()


def _sheet() -> str:
    c = Theme.name
    arrow = _arrow()
    return f"""
    QWidget {{ color: {c("text")}; font-family: "{FAMILY}"; }}
    QMainWindow, QDialog {{ background: {c("surface")}; }}
    QMenuBar {{ background: {c("surface")}; padding: 0 6px; }}
    QMenuBar::item {{ padding: 4px 8px; background: transparent; }}
    QMenuBar::item:selected, QMenu::item:selected {{ background: {c("accent-soft")}; }}
    QMenu {{ background: {c("surface")}; border: 1px solid {c("hairline-strong")}; padding: 4px 0; }}
    QMenu::item {{ padding: 5px 24px 5px 16px; }}
    QMenu::separator {{ height: 1px; background: {c("hairline")}; margin: 4px 0; }}
    QToolTip {{ background: {c("surface")}; color: {c("text")}; border: 1px solid {c("control")}; padding: 6px 10px; }}
    *[pane="background"] {{ background: {c("background")}; }}
    *[pane="surface"] {{ background: {c("surface")}; }}
    *[pane="sunken"] {{ background: {c("sunken")}; }}
    QScrollArea {{ border: none; background: transparent; }}
    QLabel {{ background: transparent; }}
    *[kind="title"] {{ font-size: 16px; font-weight: 600; }}
    *[kind="big"] {{ font-size: 26px; font-weight: 600; }}
    *[kind="figure"] {{ font-size: 22px; font-weight: 600; }}
    *[kind="sub"] {{ font-size: 13px; font-weight: 600; }}
    *[kind="muted"] {{ color: {c("muted")}; }}
    *[kind="caption"] {{ color: {c("muted")}; font-size: 11px; }}
    *[kind="error"] {{ color: {c("text")}; font-weight: 600; }}
    QPushButton, QToolButton {{ min-height: 26px; padding: 0 12px; border: 1px solid {c("hairline-strong")}; border-radius: 4px;
      background: {c("surface")}; color: {c("text")}; }}
    QPushButton:hover, QToolButton:hover {{ border-color: {c("control")}; }}
    QPushButton:pressed, QToolButton:pressed, QToolButton:checked {{ background: {c("accent-soft")}; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {c("control")}; }}
    QPushButton:focus, QToolButton:focus {{ border: 2px solid {c("accent")}; padding: 0 11px; }}
    QPushButton[kind="primary"] {{ background: {c("accent")}; color: {c("accent-ink")}; border-color: {c("accent")}; font-weight: 600; }}
    QPushButton[kind="primary"]:focus {{ border: 2px solid {c("text")}; }}
    QPushButton[kind="primary"]:disabled {{ background: {c("interval")}; color: {c("control")}; border-color: {c("interval")}; }}
    QPushButton[kind="big"] {{ min-height: 44px; text-align: left; padding: 0 18px; font-size: 15px; font-weight: 400; }}
    QPushButton[kind="big-primary"] {{ min-height: 44px; text-align: left; padding: 0 18px; font-size: 15px; font-weight: 600;
      background: {c("accent")}; color: {c("accent-ink")}; border-color: {c("accent")}; }}
    QPushButton[kind="link"], QToolButton[kind="link"] {{ border: none; color: {c("accent")}; padding: 0 2px; background: transparent; text-align: left; }}
    QPushButton[kind="link"]:focus, QToolButton[kind="link"]:focus {{ border: none; text-decoration: underline; }}
    QToolButton[kind="flat"] {{ border: none; background: transparent; padding: 0 6px; }}
    QToolButton[kind="flat"]:hover {{ background: {c("accent-soft")}; }}
    QToolButton::menu-indicator {{ image: none; }}
    QLineEdit, QDateEdit, QComboBox, QPlainTextEdit, QTextEdit, QSpinBox {{ background: {c("surface")}; border: 1px solid {c("control")};
      border-radius: 4px; padding: 3px 8px; min-height: 20px; selection-background-color: {c("selection")}; selection-color: {c("text")}; }}
    QLineEdit:focus, QDateEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QSpinBox:focus {{ border: 2px solid {c("accent")}; padding: 2px 7px; }}
    QLineEdit QToolButton {{ border: none; background: transparent; padding: 0; min-height: 0; }}
    QListView[kind="hits"] {{ border: 1px solid {c("hairline-strong")}; padding: 4px 0; font-size: 13px; }}
    QListView[kind="hits"]::item {{ padding: 3px 10px; }}
    QTableWidget::item {{ padding: 5px 8px; border-bottom: 1px solid {c("hairline")}; }}
    QTableWidget::item:selected {{ background: {c("accent-soft")}; color: {c("text")}; }}
    QLineEdit[quiet="true"], QPlainTextEdit[quiet="true"] {{ border-color: transparent; background: transparent; }}
    QLineEdit[quiet="true"]:hover, QPlainTextEdit[quiet="true"]:hover {{ border-color: {c("hairline-strong")}; }}
    QLineEdit[quiet="true"]:focus, QPlainTextEdit[quiet="true"]:focus {{ border: 2px solid {c("accent")}; background: {c("surface")}; }}
    QLineEdit[invalid="true"] {{ border: 2px solid {c("not-met")}; padding: 2px 7px; }}
    QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 22px; }}
    QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url("{arrow}"); width: 12px; height: 12px; }}
    QComboBox QAbstractItemView {{ background: {c("surface")}; border: 1px solid {c("hairline-strong")}; selection-background-color: {c("accent-soft")};
      selection-color: {c("text")}; outline: none; }}
    QTabBar {{ background: {c("surface")}; border: none; }}
    QTabBar::tab {{ background: transparent; border: none; border-bottom: 3px solid transparent; padding: 7px 6px 6px 6px; margin: 0 10px;
      color: {c("muted")}; font-size: 13px; }}
    QTabBar::tab:selected {{ color: {c("text")}; font-weight: 600; border-bottom-color: {c("accent")}; }}
    QTabBar::tab:focus {{ color: {c("accent")}; }}
    QTreeView, QListView, QTableView {{ background: {c("surface")}; border: none; outline: none; gridline-color: {c("hairline")};
      selection-background-color: {c("selection")}; selection-color: {c("text")}; font-size: 12px; }}
    QListView::item:selected, QTreeView::item:selected {{ background: {c("accent-soft")}; color: {c("text")}; }}
    QHeaderView {{ background: {c("sunken")}; border: none; }}
    QHeaderView::section {{ background: {c("sunken")}; color: {c("muted")}; border: none; border-bottom: 1px solid {c("hairline")};
      padding: 4px 8px; font-size: 11px; font-weight: 400; }}
    QTableCornerButton::section {{ background: {c("sunken")}; border: none; }}
    QSplitter::handle {{ background: {c("hairline")}; }}
    QSplitter::handle:horizontal {{ width: 1px; }}
    QSplitter::handle:vertical {{ height: 1px; }}
    QStatusBar {{ background: {c("sunken")}; border-top: 1px solid {c("hairline")}; font-size: 11px; color: {c("muted")}; }}
    QStatusBar QLabel {{ color: {c("muted")}; font-size: 11px; padding: 0 8px; }}
    QStatusBar::item {{ border: none; }}
    QScrollBar:vertical {{ background: transparent; width: 11px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 11px; margin: 0; }}
    QScrollBar::handle {{ background: {c("hairline-strong")}; border-radius: 4px; min-height: 28px; min-width: 28px; margin: 2px; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none; border: none; width: 0; height: 0; }}
    QProgressBar {{ border: none; background: {c("interval")}; height: 6px; border-radius: 3px; }}
    QProgressBar::chunk {{ background: {c("accent")}; border-radius: 3px; }}
    QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {c("control")}; background: {c("surface")}; }}
    QCheckBox::indicator:checked {{ background: {c("accent")}; border-color: {c("accent")}; }}
    QFrame[line="h"] {{ background: {c("hairline")}; max-height: 1px; min-height: 1px; border: none; }}
    QFrame[line="v"] {{ background: {c("hairline")}; max-width: 1px; min-width: 1px; border: none; }}
    """


@cache
def icon(name: str, role: str = "text", size: int = 16) -> QIcon:
    """Return a house icon in a role's colour, sharp at every scale."""
    made = QIcon()
    for scale in (1, 2):
        made.addPixmap(pixmap(name, role, size, float(scale)))
    return made


def pixmap(name: str, role: str = "text", size: int = 16, ratio: float = 2.0) -> QPixmap:
    """Return a house icon as a pixmap."""
    source = (resources() / "icons" / f"{name}.svg").read_text("utf-8").replace("currentColor", Theme.name(role))
    renderer = QSvgRenderer(QByteArray(source.encode()))
    image = QPixmap(int(size * ratio), int(size * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def dress(tool: QAbstractButton, name: str, role: str = "text") -> None:
    """Give a button a house icon that follows the theme."""
    tool.setProperty("icon-name", name)
    tool.setProperty("icon-role", role)
    tool.setIcon(icon(name, role))


def redress(window: QWidget) -> None:
    """Fetch the icons of every button below ``window`` again, after the theme changed."""
    for tool in window.findChildren(QAbstractButton):
        name = tool.property("icon-name")
        if name:
            tool.setIcon(icon(str(name), str(tool.property("icon-role"))))
